/** Picks the control for an input's mode and schema. */
import { Select } from "@mantine/core"
import { documentOf, useEditor } from "../store"
import { useForm } from "./context"
import type { FieldProps } from "./InputField"
import { JsonControl } from "./JsonControl"
import { ListControl } from "./ListControl"
import { isPlainText, type Mode } from "./modes"
import { ObjectControl } from "./ObjectControl"
import { ReferenceControl } from "./ReferenceControl"
import { TextControl } from "./TextControl"
import { ValueControl } from "./ValueControl"

export interface ControlProps extends FieldProps {
  title: string
  mode: Mode
}

export function Control(props: ControlProps) {
  switch (props.mode) {
    case "reference":
      return <ReferenceControl {...props} />
    case "template":
    case "text":
      return <TextControl {...props} />
    case "json":
      return <JsonControl {...props} />
    case "configVariable":
      return <ConfigVariableControl {...props} />
    case "list":
      return <ListControl {...props} />
    case "object":
      return <ObjectControl {...props} />
    case "value":
      // The same control as a template's: a text that becomes one while somebody types keeps the cursor.
      return isPlainText(props.schema) ? <TextControl {...props} /> : <ValueControl {...props} />
  }
}

function ConfigVariableControl({ title, input, onChange }: ControlProps) {
  const variables = useEditor((state) => documentOf(state).configVariables) ?? []
  const { readOnly } = useForm()
  const value = input && "configVariable" in input ? input.configVariable : null
  const names = variables.map((variable) => variable.name)
  return (
    <Select
      aria-label={title}
      data={value && !names.includes(value) ? [...names, value] : names}
      value={value}
      readOnly={readOnly}
      onChange={(name) => onChange(name === null ? undefined : { configVariable: name })}
    />
  )
}
