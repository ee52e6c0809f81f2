/** One value by its type. Each control takes JSON and gives JSON; `undefined` clears it. */
import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core"
import type { ReactNode } from "react"
import type { ConfigVariable } from "../flow/definition"
import { ConnectionField } from "./ConnectionField"
import type { Wrong } from "./checks"
import { FormField } from "./FormField"
import { JsonField } from "./JsonField"
import { KeyValueField } from "./KeyValueField"
import { ListField } from "./ListField"
import { ScheduleField } from "./ScheduleField"

export interface ValueFieldProps {
  variable: Partial<ConfigVariable>
  label: ReactNode
  /** Instead of a label that is seen, as in a list. */
  ariaLabel?: string
  description?: ReactNode
  required?: boolean
  value: unknown
  wrong: Wrong[]
  change: (value: unknown) => void
}

export function ValueField(props: ValueFieldProps) {
  switch (props.variable.type ?? "string") {
    case "list":
      return <ListField {...props} />
    case "keyValue":
      return <KeyValueField {...props} />
    case "object":
    case "json":
      return <JsonField {...props} />
    case "form":
      return <FormField {...props} />
    case "schedule":
      return <ScheduleField {...props} />
    case "connection":
      return <ConnectionField {...props} />
    default:
      return <PlainField {...props} />
  }
}

/** What stands in one line. */
function PlainField({ variable, label, ariaLabel, description, required, value, wrong, change }: ValueFieldProps) {
  const shared = {
    label,
    description,
    "aria-label": ariaLabel,
    required: required ?? false,
    withAsterisk: false,
    error: wrong[0]?.text ?? null,
  }
  switch (variable.type) {
    case "boolean":
      return (
        <Switch
          label={label ?? ariaLabel}
          description={description}
          error={shared.error}
          checked={value === true}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      )
    case "number":
      return (
        <NumberInput
          {...shared}
          value={typeof value === "number" ? value : ""}
          // Half-typed text such as "-" is no number yet.
          onChange={(next) => change(typeof next === "number" ? next : undefined)}
        />
      )
    case "date":
      return (
        <TextInput
          {...shared}
          type="date"
          value={text(value)}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case "picklist":
      return (
        <Select
          {...shared}
          placeholder="Choose one"
          searchable={(variable.choices?.length ?? 0) > 8}
          clearable={!required}
          data={(variable.choices ?? []).map((choice) => ({
            value: choice.value,
            label: choice.label || choice.value,
          }))}
          value={text(value) || null}
          onChange={(next) => change(next ?? undefined)}
        />
      )
  }
  const several = text(value).includes("\n")
  const Field = several ? Textarea : TextInput
  return (
    <Field
      {...shared}
      {...(several && { autosize: true, maxRows: 8 })}
      value={text(value)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")
