/** Settings of the elements about a webhook URL: which flow's, what it is called, the steps to register it. */
import { Select, Stack, TextInput } from "@mantine/core"
import { flowsWithUrl, type PageElement } from "../../flow/pages"
import { useBoard } from "./board"
import type { PartProps } from "./ElementSettings"
import { InstructionsEditor } from "./InstructionsEditor"

type AboutUrl = Extract<PageElement, { type: "webhookUrl" | "lights" }>

/** Absent and empty are the same; absent keeps the document readable. */
function cleaned<Element extends AboutUrl>(element: Element, change: Partial<Record<keyof Element, unknown>>): Element {
  const merged = Object.entries({ ...element, ...change }).filter(
    ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(merged) as unknown as Element
}

function FlowSelect({ element, wrong, set }: PartProps<AboutUrl>) {
  const { definition } = useBoard()
  const flows = flowsWithUrl(definition)
  if ((definition.endpoint?.type ?? "flow") !== "flow" && !element.flow) return null
  const offered = flows.map(({ key, name }) => ({ value: key, label: name || key }))
  const gone = element.flow !== undefined && !offered.some(({ value }) => value === element.flow)
  return (
    <Select
      label="Flow"
      description="Whose URL this is about."
      placeholder={flows.length === 1 ? (flows[0]?.name ?? "") : "Choose a flow"}
      nothingFoundMessage="No flow begins with a Webhook yet"
      clearable={flows.length === 1 || gone}
      data={gone ? [...offered, { value: element.flow ?? "", label: `${element.flow} (no URL)` }] : offered}
      value={element.flow ?? null}
      error={wrong.flow}
      onChange={(flow) => set(cleaned(element, { flow: flow ?? undefined }), "flow")}
    />
  )
}

function LabelInput({ element, wrong, set }: PartProps<AboutUrl>) {
  return (
    <TextInput
      label="Label"
      description="What the title names it by, such as the flow. Without one the title is general."
      maxLength={120}
      value={element.label ?? ""}
      error={wrong.label}
      onChange={(event) => set(cleaned(element, { label: event.currentTarget.value }), "label")}
    />
  )
}

export function WebhookUrlSettings(props: PartProps<Extract<PageElement, { type: "webhookUrl" }>>) {
  const { element, wrong, set } = props
  return (
    <Stack gap="sm">
      <FlowSelect {...props} />
      <LabelInput {...props} />
      <InstructionsEditor
        lines={element.instructions ?? []}
        wrong={wrong}
        change={(instructions, field) => set(cleaned(element, { instructions }), field)}
      />
    </Stack>
  )
}

export function LightsSettings(props: PartProps<Extract<PageElement, { type: "lights" }>>) {
  return (
    <Stack gap="sm">
      <FlowSelect {...props} />
      <LabelInput {...props} />
    </Stack>
  )
}
