import { Text } from "@mantine/core"
import { Json } from "../ui/Json"
import { Facts } from "./Facts"
import type { Picked } from "./stages"

/** What each picker read, and from what. */
export function PickedDetail({ picked }: { picked: Picked }) {
  return (
    <>
      <Facts
        facts={[
          ["Flow name", <PickedValue key="flow" value={picked.flowName} />],
          ["External customer id", <PickedValue key="customer" value={picked.externalCustomerId} />],
        ]}
      />
      {picked.results !== undefined && (
        <div>
          <Text size="xs" fw={600} c="dimmed">
            <code>results</code>
          </Text>
          <Json value={picked.results} open={2} />
        </div>
      )}
    </>
  )
}

export function PickedValue({ value }: { value: string | null | undefined }) {
  if (value === null || value === undefined) {
    return (
      <Text span c="dimmed" inherit>
        nothing
      </Text>
    )
  }
  return <code>{JSON.stringify(value)}</code>
}
