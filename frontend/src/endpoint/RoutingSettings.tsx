/** How a request finds its flow and customer: preprocess flow, pickers, and what happens when nobody matches. */
import { Radio, Select, Stack, Text } from "@mantine/core"
import { useEndpointRun } from "../bench/memory"
import { pickableResults } from "../bench/stages"
import { PickerField } from "./PickerField"
import type { SettingProps } from "./StopSettings"

function NotNeeded({ text }: { text: string }) {
  return <Text size="sm">{text} Choose Instance or Shared as the endpoint type to route by content.</Text>
}

export function PreprocessSetting({ open, wrong }: SettingProps) {
  const { definition, endpoint, change } = open
  if (endpoint.type === "flow") return <NotNeeded text="The URL names the flow, so nothing runs before it." />
  const known = definition.flows.map((flow) => ({ value: flow.key, label: flow.name }))
  const chosen = endpoint.preprocessFlow ?? null
  const gone = chosen !== null && !known.some((flow) => flow.value === chosen)
  return (
    <>
      <Select
        label="Preprocess flow"
        data-field="preprocessFlow"
        description="Runs first, for every request. Its result is what the pickers read as results."
        placeholder="None: the pickers read the request itself"
        maw={440}
        clearable
        data={gone ? [{ value: chosen, label: `${chosen} (missing)` }, ...known] : known}
        value={chosen}
        error={wrong.preprocessFlow}
        onChange={(flow) => change({ preprocessFlow: flow ?? undefined })}
      />
      <Text size="xs" c="dimmed">
        Use one when a request does not say in plain words who it is for: look an id up, map a type to a flow, read a
        signed token.
      </Text>
    </>
  )
}

export function PickSetting({ open, integrationId, wrong }: SettingProps) {
  const { endpoint, change } = open
  const results = pickableResults(useEndpointRun(integrationId))
  if (endpoint.type === "flow") return <NotNeeded text="The URL names both the flow and the customer." />
  const asReference = (text: string) => (text.trim() === "" ? undefined : { reference: text.trim() })
  const from = endpoint.preprocessFlow ? "the preprocess flow's result" : "the request"
  return (
    <Stack gap="md" maw={620}>
      <PickerField
        label="Flow name"
        field="flowName"
        description={`Where ${from} says which flow it is for, by name or key.`}
        placeholder="results.flowName"
        reference={endpoint.flowName?.reference ?? ""}
        results={results}
        error={wrong.flowName}
        change={(text) => change({ flowName: asReference(text) })}
      />
      {endpoint.type === "shared" ? (
        <PickerField
          label="External customer id"
          field="externalCustomerId"
          description={`Where ${from} says whose it is: a customer's external id, or one of its aliases.`}
          placeholder="results.customerExternalId"
          reference={endpoint.externalCustomerId?.reference ?? ""}
          results={results}
          error={wrong.externalCustomerId}
          change={(text) => change({ externalCustomerId: asReference(text) })}
        />
      ) : (
        <Text size="sm" c="dimmed">
          The customer follows from the URL: each instance has its own.
        </Text>
      )}
    </Stack>
  )
}

export function MatchSetting({ open }: SettingProps) {
  const { endpoint, change } = open
  if (endpoint.type === "flow")
    return <Text size="sm">The URL names the flow and the customer's instance: nothing to match.</Text>
  return (
    <>
      <Text size="sm">
        The flow is matched by its exact name or key, the customer by external id or alias. A request that matches
        nobody is kept in the Unrouted inbox either way, where it can be mapped to a customer and replayed.
      </Text>
      <Radio.Group
        label="When nobody matches, the sender gets"
        data-field="unrouted"
        value={endpoint.unrouted ?? "reject"}
        onChange={(value) => change({ unrouted: value === "accept" ? "accept" : "reject" })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            size="xs"
            value="reject"
            label="An error"
            description="404 customer_not_found, flow_not_found or instance_not_found, 422 picker_empty. Many services try again then."
          />
          <Radio
            size="xs"
            value="accept"
            label="202 Accepted"
            description="For services that switch a webhook off after errors, or must not learn who your customers are."
          />
        </Stack>
      </Radio.Group>
    </>
  )
}
