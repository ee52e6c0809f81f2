/** Literals: text, numbers, yes or no, choices, code, and the things of this tenant that a step may name. */
import { MultiSelect, NumberInput, Select, Switch, TextInput } from "@mantine/core"
import type { InputType } from "../../flow/schema"
import { mainType } from "../../flow/schema"
import { CodeControl } from "./CodeControl"
import type { ControlProps } from "./Control"
import { CredentialControl } from "./CredentialControl"
import { useForm } from "./context"
import { FlowControl } from "./FlowControl"
import { JsonControl } from "./JsonControl"
import { choicesOf, isManyChoice, literalOf } from "./modes"
import { TextControl } from "./TextControl"

export function ValueControl(props: ControlProps) {
  const { schema } = props
  if (schema["x-widget"] === "code") return <CodeControl {...props} />
  if (schema["x-widget"] === "credential") return <CredentialControl {...props} />
  if (schema["x-widget"] === "flow") return <FlowControl {...props} />
  if (choicesOf(schema)) return <ChoiceControl {...props} />
  if (isManyChoice(schema)) return <ManyChoiceControl {...props} />
  const type = mainType(schema)
  return type ? CONTROLS[type](props) : <JsonControl {...props} />
}

const CONTROLS: Record<InputType, (props: ControlProps) => React.ReactNode> = {
  string: (props) => <TextControl {...props} />,
  number: (props) => <NumberControl {...props} />,
  integer: (props) => <NumberControl {...props} />,
  boolean: (props) => <BooleanControl {...props} />,
  array: (props) => <JsonControl {...props} />,
  object: (props) => <JsonControl {...props} />,
  null: (props) => <JsonControl {...props} />,
}

function ChoiceControl({ schema, title, input, required, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const choices = choicesOf(schema) ?? []
  const value = literalOf(input) ?? schema.default ?? null
  return (
    <Select
      aria-label={title}
      data={choices.map((choice) => ({ value: String(choice.value), label: choice.label }))}
      value={value === null ? null : String(value)}
      clearable={!required && schema.default === undefined}
      readOnly={readOnly}
      allowDeselect={false}
      onChange={(chosen) => {
        const choice = choices.find((each) => String(each.value) === chosen)
        onChange(choice ? { value: choice.value } : undefined)
      }}
    />
  )
}

function ManyChoiceControl({ schema, title, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const value = literalOf(input) ?? schema.default ?? []
  return (
    <MultiSelect
      aria-label={title}
      data={choicesOf(schema.items ?? {})?.map(({ value, label }) => ({ value: String(value), label })) ?? []}
      value={Array.isArray(value) ? value.map(String) : []}
      readOnly={readOnly}
      onChange={(chosen) => onChange({ value: chosen })}
    />
  )
}

function NumberControl({ schema, title, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const value = literalOf(input)
  return (
    <NumberInput
      aria-label={title}
      value={typeof value === "number" ? value : ""}
      allowDecimal={mainType(schema) === "number"}
      placeholder={schema.default === undefined ? "" : `${schema.default} unless given`}
      {...(schema.minimum !== undefined && { min: schema.minimum })}
      {...(schema.maximum !== undefined && { max: schema.maximum })}
      clampBehavior="none"
      readOnly={readOnly}
      hideControls
      onChange={(next) => onChange(typeof next === "number" ? { value: next } : undefined)}
    />
  )
}

function BooleanControl({ schema, title, input, onChange }: ControlProps) {
  const { readOnly } = useForm()
  const value = literalOf(input) ?? schema.default ?? false
  if (typeof value !== "boolean") {
    return (
      <TextInput
        aria-label={title}
        value={String(value)}
        readOnly
        error="This must be yes or no. Clear it and choose again."
      />
    )
  }
  return (
    <Switch
      aria-label={title}
      label={value ? "Yes" : "No"}
      checked={value}
      disabled={readOnly}
      onChange={(event) => onChange({ value: event.currentTarget.checked })}
    />
  )
}
