/** A form that the builder described by JSON Schema, drawn with the same controls as everything else. */
import { Fieldset, Input } from "@mantine/core"
import type { FormSchema } from "../flow/definition"
import { asVariable } from "./asVariable"
import { isObject } from "./checks"
import classes from "./config.module.css"
import { ValueField, type ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

export function FormField({ variable, label, description, value, wrong, change }: ValueFieldProps) {
  return (
    <Fieldset legend={label} aria-label={typeof label === "string" ? label : undefined} className={classes.form ?? ""}>
      {description && <p className={classes.hint}>{description}</p>}
      {wrongAt(wrong, "").map(({ text }) => (
        <Input.Error key={text} role="alert">
          {text}
        </Input.Error>
      ))}
      <Fields schema={variable.schema ?? {}} value={value} wrong={wrong} change={change} />
    </Fieldset>
  )
}

interface FieldsProps {
  schema: FormSchema
  value: unknown
  wrong: ValueFieldProps["wrong"]
  change: (value: unknown) => void
}

function Fields({ schema, value, wrong, change }: FieldsProps) {
  const given = isObject(value) ? value : {}
  const set = (name: string, next: unknown) => {
    const { [name]: _before, ...rest } = given
    const merged = next === undefined || next === "" ? rest : { ...given, [name]: next }
    change(Object.keys(merged).length > 0 ? merged : undefined)
  }
  return Object.entries(schema.properties ?? {}).map(([name, field]) => (
    <ValueField
      key={name}
      variable={asVariable(field)}
      label={field.title ?? name}
      description={field.description}
      required={schema.required?.includes(name) ?? false}
      value={given[name]}
      wrong={name in given ? wrongAt(wrong, `.${name}`) : []}
      change={(next) => set(name, next)}
    />
  ))
}
