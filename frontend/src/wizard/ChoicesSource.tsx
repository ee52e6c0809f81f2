/** Where the choices of a picklist come from: written down, or a flow of this integration that is asked. */
import { SegmentedControl, Select, Stack, Text } from "@mantine/core"
import { ChoicesEditor } from "./ChoicesEditor"
import { cleared, type SettingsProps } from "./VariableSettings"

const CALLABLE = "manual"

export function ChoicesSource({ variable, wrong, flows, change }: SettingsProps) {
  const source = variable.choicesFrom
  const callable = flows.filter(({ steps }) =>
    steps.some(({ component, disabled }) => component === CALLABLE && !disabled),
  )
  const offered = callable.map(({ key, name }) => ({ value: key, label: name || key }))
  const known = !source || source.flow === "" || offered.some(({ value }) => value === source.flow)
  const first = callable[0]?.key ?? ""
  const turn = (to: string) =>
    change(
      to === "flow"
        ? cleared(variable, { choices: undefined, default: undefined, choicesFrom: { flow: first } })
        : cleared(variable, { choicesFrom: undefined, choices: [{ value: "first", label: "First choice" }] }),
      "choicesFrom",
    )
  return (
    <Stack gap={6}>
      <SegmentedControl
        aria-label="Where the choices come from"
        fullWidth
        data={[
          { value: "list", label: "Choices written here" },
          { value: "flow", label: "A flow gives them" },
        ]}
        value={source ? "flow" : "list"}
        onChange={turn}
      />
      {source ? (
        <>
          <Select
            label="Flow"
            description="A flow that begins with Manual or called. Its result is a list such as [{value, label}]."
            placeholder="Choose a flow"
            nothingFoundMessage="No flow begins with Manual or called yet"
            allowDeselect={false}
            data={known ? offered : [...offered, { value: source.flow, label: `${source.flow} (missing)` }]}
            value={source.flow || null}
            error={wrong.choicesFrom}
            onChange={(flow) => flow && change(cleared(variable, { choicesFrom: { flow } }), "choicesFrom")}
          />
          <Text size="xs" c="dimmed">
            It sees the values given so far and the customer's connections, and has ten seconds. The preview asks it,
            too.
          </Text>
        </>
      ) : (
        <ChoicesEditor
          choices={variable.choices ?? []}
          error={wrong.choices}
          change={(choices) => change(cleared(variable, { choices }), "choices")}
        />
      )}
    </Stack>
  )
}
