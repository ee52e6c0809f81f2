/** The part of JSON Schema (2020-12) that component inputs use, plus our own keywords for the form. */

export type InputType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null"

export type Widget = "code" | "json" | "credential" | "reference" | "flow" | "config"

export interface InputSchema {
  type?: InputType | InputType[]
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  items?: InputSchema
  properties?: Record<string, InputSchema>
  required?: string[]
  additionalProperties?: boolean | InputSchema
  oneOf?: InputSchema[]
  anyOf?: InputSchema[]
  examples?: unknown[]
  minimum?: number
  maximum?: number
  "x-widget"?: Widget
  /** Of a credential: whether a customer's connection does as well. */
  "x-connections"?: boolean | "only"
  "x-order"?: string[] | number
}

/** The first type that is not null; `undefined` means any JSON value. */
export function mainType(schema: InputSchema): InputType | undefined {
  if (Array.isArray(schema.type)) return schema.type.find((type) => type !== "null")
  if (schema.type) return schema.type
  if (schema.enum) return "string"
  if (schema.properties) return "object"
  return undefined
}

/** Property names in the order the form shows them: `x-order`, then required ones, then as declared. */
export function orderedProperties(schema: InputSchema): string[] {
  const names = Object.keys(schema.properties ?? {})
  const listed = Array.isArray(schema["x-order"]) ? schema["x-order"] : []
  const rank = (name: string): number => {
    const position = listed.indexOf(name)
    if (position >= 0) return position - 10_000
    const own = schema.properties?.[name]?.["x-order"]
    if (typeof own === "number") return own - 1000
    return schema.required?.includes(name) ? 0 : 1
  }
  return names
    .map((name, index) => ({ name, index }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.index - b.index)
    .map(({ name }) => name)
}
