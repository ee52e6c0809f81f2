/** The types of config variables in words, for the builder. */
import { type ConfigType, type ConfigVariable, LISTABLE } from "../flow/definition"

export const TYPE_WORDS: Record<ConfigType, { label: string; text: string }> = {
  string: { label: "Text", text: "One line of text." },
  number: { label: "Number", text: "Any number, within bounds if you like." },
  boolean: { label: "Yes or no", text: "A switch, off unless its default is on." },
  date: { label: "Date", text: "A day, such as 2026-03-01." },
  picklist: { label: "Picklist", text: "One of the choices you list." },
  list: { label: "List", text: "Several values of one type." },
  keyValue: {
    label: "Key-value list",
    text: "Pairs: keys the customer writes, each with a value. Steps read an object.",
  },
  object: { label: "Object", text: "A JSON object, written as text." },
  form: { label: "Form", text: "Several fields in one value, described by JSON Schema." },
  schedule: { label: "Schedule", text: "When something runs, as cron with a time zone." },
  connection: { label: "Connection", text: "The customer's own account at an outside service." },
  json: { label: "JSON", text: "Any JSON, written as text." },
}

export const TYPE_CHOICES = Object.entries(TYPE_WORDS).map(([value, { label }]) => ({ value, label }))

export const ITEM_CHOICES = LISTABLE.map((value) => ({ value, label: TYPE_WORDS[value].label }))

/** With another type: what the old one needed is dropped, what the new one needs is begun. */
export function withType(variable: ConfigVariable, type: ConfigType): ConfigVariable {
  const {
    of: _of,
    service: _service,
    choices,
    schema,
    minimum: _least,
    maximum: _most,
    default: _default,
    ...rest
  } = variable
  const next: ConfigVariable = { ...rest, type }
  if (type === "picklist") return { ...next, choices: choices ?? [{ value: "first", label: "First choice" }] }
  if (type === "list" || type === "keyValue") return { ...next, of: "string" }
  if (type === "form") return { ...next, schema: schema ?? BEGINNING }
  return next
}

export function withItems(variable: ConfigVariable, of: (typeof LISTABLE)[number]): ConfigVariable {
  const { choices, minimum: _least, maximum: _most, default: _default, ...rest } = variable
  const begun = choices ?? [{ value: "first", label: "First choice" }]
  return { ...rest, of, ...(of === "picklist" && { choices: begun }) }
}

const BEGINNING: NonNullable<ConfigVariable["schema"]> = {
  type: "object",
  required: ["street"],
  properties: { street: { type: "string", title: "Street" }, floor: { type: "integer", title: "Floor", minimum: 0 } },
}
