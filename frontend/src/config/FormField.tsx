/** A form that the builder described by JSON Schema, drawn with the same controls as everything else. */
import { Fieldset } from "@mantine/core"
import type { ConfigVariable, FormSchema } from "../flow/definition"
import { isObject } from "./checks"
import classes from "./config.module.css"
import { ValueField, type ValueFieldProps } from "./ValueField"
import { wrongAt } from "./wrongAt"

export function FormField({ variable, label, description, value, wrong, change }: ValueFieldProps) {
  return (
    <Fieldset legend={label} aria-label={typeof label === "string" ? label : undefined} className={classes.form ?? ""}>
      {description && <p className={classes.hint}>{description}</p>}
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

/** The config variable whose control fits a field. What has no control of its own is typed as JSON. */
export function asVariable(schema: FormSchema): Partial<ConfigVariable> {
  const choices: FormSchema["oneOf"] = schema.oneOf ?? schema.enum?.map((value) => ({ const: value }))
  if (choices?.every((choice) => typeof choice.const === "string")) {
    return {
      type: "picklist",
      choices: choices.map(({ const: value, title }) => ({ value: String(value), ...(title && { label: title }) })),
    }
  }
  if (choices) return { type: "json" }
  if (schema.type === "integer") return { type: "number" }
  if (schema.type === "object") return schema.properties ? { type: "form", schema } : { type: "object" }
  if (schema.type === "array") {
    const { type, ...item } = asVariable(schema.items ?? {})
    const simple = type === "string" || type === "number" || type === "boolean" || type === "picklist"
    return simple && schema.items?.type ? { type: "list", of: type, ...item } : { type: "json" }
  }
  return schema.type ? { type: schema.type } : { type: "json" }
}
