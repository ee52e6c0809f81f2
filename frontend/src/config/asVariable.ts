import type { ConfigVariable, FormSchema } from "../flow/definition"

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
