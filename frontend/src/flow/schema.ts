/** The part of JSON Schema (2020-12) that component inputs use, plus our own keywords for the form. */
import type { Input } from "./definition"

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
  /** Only of use while these inputs beside it have one of these values. */
  "x-when"?: Record<string, unknown[]>
  allOf?: { if?: InputSchema; then?: InputSchema }[]
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

type Given = Record<string, Input | undefined>

/** The names of what a form shows: what is of use with the choices made, and whatever was filled in before. */
export function shownProperties(schema: InputSchema, given: Given = {}): string[] {
  return orderedProperties(schema).filter((name) => given[name] !== undefined || isOfUse(schema, name, given))
}

function isOfUse(schema: InputSchema, name: string, given: Given): boolean {
  return Object.entries(schema.properties?.[name]?.["x-when"] ?? {}).every(([beside, values]) => {
    const input = given[beside]
    // What is only known in a run may turn out to be any of them.
    if (input && !("value" in input)) return true
    return values.includes(input ? input.value : schema.properties?.[beside]?.default)
  })
}

/** Whether an input must be given: always, or for the choice that was made beside it. */
export function isNeeded(schema: InputSchema, name: string, given: Given = {}): boolean {
  if (schema.required?.includes(name)) return true
  return (schema.allOf ?? []).some((rule) => {
    const choices = Object.entries(rule.if?.properties ?? {})
    return (
      choices.length > 0 &&
      (rule.then?.required?.includes(name) ?? false) &&
      choices.every(([beside, { const: chosen }]) => {
        const input = given[beside]
        return input !== undefined && "value" in input && input.value === chosen
      })
    )
  })
}
