/**
 * What a value of each type may be, by the rules of the server; `fixtures/config_values/` holds both to them.
 *
 * For: marking a field while it is typed. The server decides when it is sent.
 */
import type { ConfigVariable, FormSchema } from "../flow/definition"
import { CHECK_WORDS, type CheckWord, type Figures, say } from "./saying"

export interface Wrong {
  /** Way into the value: `[2]`, `.street`; "" is the value itself. */
  way: string
  text: string
  /** What `text` says in English, for who speaks another language; what the server said has none. */
  word?: CheckWord
  figures?: Figures
}

type Check = (variable: Partial<ConfigVariable>, value: unknown) => Wrong[]

const LONGEST_TEXT = 65_536
const MOST_ENTRIES = 1000
const LONGEST_CHOICE = 200

/** One thing that is wrong, at a place inside the value. */
export function wrong(word: CheckWord, figures: Figures = {}, way = ""): Wrong[] {
  return [{ way, text: say(CHECK_WORDS[word], figures), word, figures }]
}

const below = (way: string, found: Wrong[]): Wrong[] => found.map((each) => ({ ...each, way: way + each.way }))

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Everything that is wrong with a value; what is absent is nothing to check. */
export function valueProblems(variable: Partial<ConfigVariable>, value: unknown): Wrong[] {
  return CHECKS[variable.type ?? "string"](variable, value)
}

const CHECKS: Record<NonNullable<ConfigVariable["type"]>, Check> = {
  string: (_, value) =>
    typeof value !== "string"
      ? wrong("writeText")
      : value.length > LONGEST_TEXT
        ? wrong("tooLong", { most: LONGEST_TEXT })
        : [],
  number: ({ minimum, maximum }, value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return wrong("writeNumber")
    if (minimum !== undefined && value < minimum) return wrong("atLeast", { least: minimum })
    return maximum !== undefined && value > maximum ? wrong("atMost", { most: maximum }) : []
  },
  boolean: (_, value) => (typeof value === "boolean" ? [] : wrong("chooseYesNo")),
  date: (_, value) => (isDate(value) ? [] : wrong("chooseDate")),
  picklist: ({ choices = [], choicesFrom }, value) => {
    // Which choices a flow gives is known only when it is asked.
    const known = choicesFrom
      ? typeof value === "string" && value !== "" && value.length <= LONGEST_CHOICE
      : choices.some((choice) => choice.value === value)
    return known ? [] : wrong("chooseOne")
  },
  list: (variable, value) => {
    if (!Array.isArray(value)) return wrong("mustBeList")
    if (value.length > MOST_ENTRIES) return wrong("tooMany", { most: MOST_ENTRIES })
    return value.flatMap((item, index) => below(`[${index}]`, valueProblems(itemOf(variable), item)))
  },
  keyValue: (variable, value) => {
    if (!isObject(value)) return wrong("mustBePairs")
    const entries = Object.entries(value)
    if (entries.length > MOST_ENTRIES) return wrong("tooMany", { most: MOST_ENTRIES })
    const keyless = "" in value ? wrong("keyless") : []
    return [...keyless, ...entries.flatMap(([key, item]) => below(`.${key}`, valueProblems(itemOf(variable), item)))]
  },
  object: (_, value) => (isObject(value) ? [] : wrong("writeObject")),
  json: () => [],
  form: ({ schema }, value) => schemaProblems({ type: "object", ...schema }, value),
  schedule: (_, value) => scheduleProblems(value),
  connection: (_, value) =>
    typeof value === "string" && value !== "" && value.length <= 40 ? [] : wrong("chooseConnection"),
}

/** The variable that an entry of a list is. */
export const itemOf = (variable: Partial<ConfigVariable>): Partial<ConfigVariable> => ({
  type: variable.of ?? "string",
  ...(variable.choices && { choices: variable.choices }),
  ...(variable.choicesFrom && { choicesFrom: variable.choicesFrom }),
  ...(variable.minimum !== undefined && { minimum: variable.minimum }),
  ...(variable.maximum !== undefined && { maximum: variable.maximum }),
})

function isDate(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const read = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value)
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

function scheduleProblems(value: unknown): Wrong[] {
  const known = isObject(value) && Object.keys(value).every((key) => key === "cron" || key === "timezone")
  if (!known || typeof value.cron !== "string") return wrong("chooseWhen")
  return [
    ...(isCron(value.cron) ? [] : wrong("fiveFields", {}, ".cron")),
    ...(isTimeZone(value.timezone ?? "UTC") ? [] : wrong("chooseZone", {}, ".timezone")),
  ]
}

function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/)
  return fields.length === 5 && fields.every((field, place) => isCronField(field, RANGES[place] ?? [0, 0]))
}

/** Numbers are looked at; names of days and months are left to the server. */
function isCronField(field: string, [least, most]: readonly [number, number]): boolean {
  if (!/^[\w*,/#-]+$/.test(field)) return false
  const numbers = field.split(",").flatMap((part) => (part.split("/")[0] ?? "").split("-"))
  return numbers.every((number) => !/^\d+$/.test(number) || (Number(number) >= least && Number(number) <= most))
}

function isTimeZone(name: unknown): boolean {
  if (typeof name !== "string") return false
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}

const TYPES: Record<NonNullable<FormSchema["type"]>, [(value: unknown) => boolean, CheckWord]> = {
  string: [(value) => typeof value === "string", "writeText"],
  number: [(value) => typeof value === "number", "writeNumber"],
  integer: [(value) => Number.isInteger(value), "writeWhole"],
  boolean: [(value) => typeof value === "boolean", "chooseYesNo"],
  array: [Array.isArray, "mustBeList"],
  object: [isObject, "mustHaveFields"],
}

function schemaProblems(schema: FormSchema, value: unknown): Wrong[] {
  const options = schema.enum ?? schema.oneOf?.map((option) => option.const)
  if (options && !options.includes(value)) return wrong("chooseOne")
  const type = schema.type && TYPES[schema.type]
  if (type && !type[0](value)) return wrong(type[1])
  if (isObject(value)) return objectProblems(schema, value)
  if (Array.isArray(value)) return arrayProblems(schema, value)
  const size = typeof value === "string" ? [...value].length : typeof value === "number" ? value : null
  if (size === null) return []
  const text = typeof value === "string"
  const [least, most] = text ? [schema.minLength, schema.maxLength] : [schema.minimum, schema.maximum]
  if (least !== undefined && size < least) return wrong(text ? "atLeastLetters" : "atLeast", { least })
  return most !== undefined && size > most ? wrong(text ? "atMostLetters" : "atMost", { most }) : []
}

function objectProblems({ properties = {}, required = [], additionalProperties }: FormSchema, value: object): Wrong[] {
  const given = value as Record<string, unknown>
  const missing = required.filter((name) => !(name in given)).flatMap((name) => wrong("required", {}, `.${name}`))
  const stray = additionalProperties === false && Object.keys(given).some((name) => !(name in properties))
  const inner = Object.entries(properties)
    .filter(([name]) => name in given)
    .flatMap(([name, schema]) => below(`.${name}`, schemaProblems(schema, given[name])))
  return [...(stray ? wrong("strayFields") : []), ...missing, ...inner]
}

function arrayProblems({ items, minItems: least = 0, maxItems: most }: FormSchema, value: unknown[]): Wrong[] {
  const size = value.length < least || value.length > (most ?? value.length)
  const inner = items ? value.flatMap((item, index) => below(`[${index}]`, schemaProblems(items, item))) : []
  return [
    ...(size ? wrong(most === undefined ? "entriesAtLeast" : "entries", { least, most: most ?? "" }) : []),
    ...inner,
  ]
}
