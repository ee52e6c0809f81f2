/** In which ways an input can be given, and changing from one to another without losing what was typed. */
import { type Input, tagOf } from "../../flow/definition"
import { type InputSchema, mainType } from "../../flow/schema"

export type Mode = "value" | "text" | "json" | "reference" | "template" | "configVariable" | "list" | "object"

export const MODE_NAMES: Record<Mode, string> = {
  value: "Value",
  text: "Text",
  json: "JSON",
  reference: "Reference",
  template: "Template",
  configVariable: "Config variable",
  list: "List",
  object: "Fields",
}

/** A list of constants with titles, or an enum without. */
export function choicesOf(schema: InputSchema): { value: unknown; label: string }[] | null {
  const constants = schema.oneOf?.every((option) => option.const !== undefined) ? schema.oneOf : null
  if (constants)
    return constants.map((option) => ({ value: option.const, label: option.title ?? String(option.const) }))
  return schema.enum?.map((value) => ({ value, label: String(value) })) ?? null
}

/** A list of choices from a fixed set, such as HTTP methods: one control instead of a list of inputs. */
export const isManyChoice = (schema: InputSchema): boolean =>
  mainType(schema) === "array" && !!schema.items && !!choicesOf(schema.items)

/** Text to be typed freely: no code, no choice, no name of something else. */
export const isPlainText = (schema: InputSchema): boolean =>
  mainType(schema) === "string" && !schema["x-widget"] && !choicesOf(schema)

export function modesFor(schema: InputSchema): Mode[] {
  if (schema["x-widget"] === "code") return ["value"]
  if (schema["x-connections"] === "only") return ["configVariable"]
  if (schema["x-widget"] === "credential") return schema["x-connections"] ? ["value", "configVariable"] : ["value"]
  const type = mainType(schema)
  if (choicesOf(schema) || isManyChoice(schema)) return ["value", "reference", "configVariable"]
  if (type === "string") return ["value", "template", "reference", "configVariable"]
  if (type === "number" || type === "integer" || type === "boolean")
    return ["value", "reference", "configVariable", "template"]
  if (type === "array") return ["list", "reference", "json", "configVariable"]
  if (type === "object") return ["object", "reference", "json", "configVariable"]
  return ["text", "json", "template", "reference", "configVariable", "object", "list"]
}

export function modeOf(input: Input | undefined, schema: InputSchema): Mode {
  const modes = modesFor(schema)
  const first = modes[0] ?? "value"
  if (!input) {
    if (schema["x-widget"] === "reference") return "reference"
    return schema["x-widget"] === "json" && modes.includes("json") ? "json" : first
  }
  const tag = tagOf(input)
  if (tag === "credential") return "value"
  if (tag !== "value") return tag
  if (modes.includes("value")) return "value"
  const { value } = input as { value: unknown }
  if (modes.includes("text") && typeof value === "string") return "text"
  // A literal list or object is edited field by field; its parts become inputs when one of them is changed.
  if (first === "list" && Array.isArray(value)) return "list"
  if (first === "object" && isPlainObject(value)) return "object"
  return "json"
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The parts of a list input; a literal list is taken apart. */
export function itemsOf(input: Input | undefined): Input[] {
  if (!input) return []
  if ("list" in input) return input.list
  return "value" in input && Array.isArray(input.value) ? input.value.map((value) => ({ value })) : []
}

export function fieldsOf(input: Input | undefined): Record<string, Input> {
  if (!input) return {}
  if ("object" in input) return input.object
  if (!("value" in input) || !isPlainObject(input.value)) return {}
  return Object.fromEntries(Object.entries(input.value).map(([key, value]) => [key, { value }]))
}

/** The input after its mode was changed; what fits the new mode stays. `undefined` clears it. */
export function changeMode(
  input: Input | undefined,
  mode: Mode,
  configVariable: string | undefined,
): Input | undefined {
  const text = textOf(input)
  switch (mode) {
    case "reference":
      return {
        reference: text.match(/^\{\{\s*([^#{}][^{}]*?)\s*\}\}$/)?.[1] ?? (tagIs(input, "reference") ? text : ""),
      }
    case "template":
      return { template: tagIs(input, "reference") && text ? `{{${text}}}` : text }
    case "configVariable":
      return { configVariable: configVariable ?? "" }
    case "list":
      return { list: itemsOf(input) }
    case "object":
      return { object: fieldsOf(input) }
    case "json":
      return { value: literalOf(input) }
    case "text":
    case "value":
      return text === "" ? undefined : { value: text }
  }
}

const PLACEHOLDER = /\{\{[^{}]+\}\}/

/**
 * What typing `next` over `before` makes of a text. Whoever types a placeholder wants it filled in, so the text becomes a
 * template; one that already held a placeholder as plain text was set to that on purpose and stays.
 */
export function typedText(before: string, next: string, template: boolean): Input | undefined {
  if (template || (PLACEHOLDER.test(next) && !PLACEHOLDER.test(before))) return { template: next }
  return next === "" ? undefined : { value: next }
}

const tagIs = (input: Input | undefined, tag: string): boolean => input !== undefined && tagOf(input) === tag

function textOf(input: Input | undefined): string {
  if (!input) return ""
  if ("value" in input) return typeof input.value === "string" ? input.value : ""
  if ("template" in input) return input.template
  return "reference" in input ? input.reference : ""
}

/** The JSON that an input stands for, as far as it is literal. */
export function literalOf(input: Input | undefined): unknown {
  if (!input) return null
  if ("value" in input) return input.value
  if ("list" in input) return input.list.map(literalOf)
  if ("object" in input)
    return Object.fromEntries(Object.entries(input.object).map(([key, part]) => [key, literalOf(part)]))
  return null
}
