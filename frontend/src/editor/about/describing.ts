/**
 * A component's inputs and example in words.
 *
 * For: what an input takes, whether it is needed, what it is when left out; an example without its tags. Not here: drawing them.
 */
import type { Input } from "../../flow/definition"
import { type InputSchema, type InputType, mainType, orderedProperties } from "../../flow/schema"
import { choicesOf } from "../form/modes"

export interface InputFacts {
  name: string
  title: string
  takes: string
  required: boolean
  /** As JSON; null when there is none. */
  otherwise: string | null
  description: string
}

const TYPES: Record<InputType, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "yes or no",
  array: "list",
  object: "object",
  null: "nothing",
}
const MANY: Record<string, string> = {
  text: "texts",
  "whole number": "whole numbers",
  number: "numbers",
  object: "objects",
}
const WIDGETS: Record<string, string> = { code: "JavaScript", credential: "credential", flow: "flow" }

export function inputsOf(schema: InputSchema): InputFacts[] {
  return orderedProperties(schema).map((name) => {
    const own = schema.properties?.[name] ?? {}
    return {
      name,
      title: own.title ?? name,
      takes: takes(own),
      required: schema.required?.includes(name) ?? false,
      otherwise: own.default === undefined ? null : JSON.stringify(own.default),
      description: own.description ?? "",
    }
  })
}

function takes(schema: InputSchema): string {
  const choices = choicesOf(schema)
  if (choices) return choices.map(({ label }) => label).join(", ")
  const widget = WIDGETS[schema["x-widget"] ?? ""]
  if (widget) return widget
  const type = mainType(schema)
  if (type === "array" && schema.items) {
    const each = takes(schema.items)
    return `list of ${MANY[each] ?? each}`
  }
  const several = Array.isArray(schema.type) ? schema.type.filter((each) => each !== "null") : []
  if (several.length > 1) return several.map((each) => TYPES[each]).join(" or ")
  return type ? TYPES[type] : "anything"
}

/** What an example gives an input, as one would say it: a reference as its path, a literal as itself. */
export function plainly(input: Input): unknown {
  if ("value" in input) return input.value
  if ("reference" in input) return `{{${input.reference}}}`
  if ("template" in input) return input.template
  if ("configVariable" in input) return `{{#${input.configVariable}}}`
  if ("credential" in input) return `credential ${input.credential}`
  if ("list" in input) return input.list.map(plainly)
  return Object.fromEntries(Object.entries(input.object).map(([name, inner]) => [name, plainly(inner)]))
}
