import { Select } from "@mantine/core"
import { documentOf, useEditor } from "../store"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import { literalOf } from "./modes"

/** Another flow of this integration, by its key, so that renaming it breaks nothing. */
export function FlowControl({ title, input, onChange }: ControlProps) {
  const flows = useEditor((state) => documentOf(state).flows)
  const preprocess = useEditor((state) => documentOf(state).endpoint?.preprocessFlow)
  const { readOnly } = useForm()
  const value = literalOf(input)
  const known = flows.filter((flow) => flow.key !== preprocess).map((flow) => ({ value: flow.key, label: flow.name }))
  const chosen = typeof value === "string" ? (flows.find((flow) => flow.name === value)?.key ?? value) : null
  return (
    <Select
      aria-label={title}
      placeholder="Choose a flow"
      data={
        chosen !== null && !known.some((flow) => flow.value === chosen)
          ? [...known, { value: chosen, label: chosen }]
          : known
      }
      value={chosen}
      readOnly={readOnly}
      onChange={(key) => onChange(key === null ? undefined : { value: key })}
    />
  )
}
