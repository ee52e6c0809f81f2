/**
 * What an input would be, given sample values.
 *
 * For: the line under every input. Resolves as the server does: what is missing becomes nothing and is named.
 * Not here: where samples come from (`editor/samples`), drawing.
 */
import type { ConfigVariable, Input } from "./definition"
import { query } from "./jsonpath"
import { lookup, type Missing } from "./lookup"

export interface PreviewScope {
  /** By step id, as a run's scope: `{results}`, or a loop's `{currentItem, index}`. */
  values: Record<string, unknown>
  variables: readonly ConfigVariable[]
}

export interface Preview {
  value: unknown
  missing: Missing[]
  /** References that only a test can tell. */
  later: string[]
  /** Config variables without a default, or unknown. */
  unset: string[]
  /** The steps it read from. */
  steps: string[]
  /** Config variables whose default it shows. */
  defaults: string[]
}

/** Braces cannot occur in a reference, so text such as {"a":{{step.results.id}}} needs no escaping. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g

export const placeholdersOf = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, inner]) => (inner ?? "").trim())

export function previewOf(input: Input, scope: PreviewScope): Preview {
  const found: Preview = { value: null, missing: [], later: [], unset: [], steps: [], defaults: [] }
  return { ...found, value: resolve(input, scope, found), steps: [...new Set(found.steps)] }
}

function resolve(input: Input, scope: PreviewScope, into: Preview): unknown {
  if ("value" in input) return input.value
  if ("reference" in input) return reference(input.reference, scope, into)
  if ("template" in input) {
    return input.template.replace(PLACEHOLDER, (whole, inner: string) => {
      const read = placeholder(inner.trim(), scope, into)
      // What only a test can tell stays as it is written.
      return read === UNKNOWN ? whole : asText(read)
    })
  }
  if ("configVariable" in input) return variable(input.configVariable, scope, into)
  if ("credential" in input) return { credential: input.credential }
  if ("list" in input) return input.list.map((item) => resolve(item, scope, into))
  return Object.fromEntries(Object.entries(input.object).map(([key, part]) => [key, resolve(part, scope, into)]))
}

const UNKNOWN = Symbol("only a test can tell")

function placeholder(text: string, scope: PreviewScope, into: Preview): unknown {
  if (text.startsWith("#")) return variable(text.slice(1).trim(), scope, into)
  return read(text, scope, into)
}

function reference(text: string, scope: PreviewScope, into: Preview): unknown {
  const value = read(text, scope, into)
  return value === UNKNOWN ? null : value
}

function read(text: string, scope: PreviewScope, into: Preview): unknown {
  if (text.startsWith("$")) return readQuery(text, scope, into)
  const found = lookup(scope.values, text)
  if (!found) {
    into.later.push(text)
    return UNKNOWN
  }
  const [root = ""] = text.split(/[.[]/)
  if (found.found) {
    into.steps.push(root)
    return found.value
  }
  into.missing.push(found.missing)
  return null
}

/** Below `$.steps` and `$.steps.x` the server lists less than it finds by name. */
const LISTS_STEPS = /^\$(\.steps(\.\w+)?|\.trigger)?(\.\*|\[\s*[*?])/

function readQuery(text: string, scope: PreviewScope, into: Preview): unknown {
  const [, named, quoted] = /^\$\.steps(?:\.(\w+)|\["([^"]*)"\])/.exec(text) ?? []
  const isKnown = /^\$\.(steps|trigger|config)\b/.test(text) && !LISTS_STEPS.test(text)
  const values = isKnown ? query(documentOf(scope), text) : null
  if (!values) {
    into.later.push(text)
    return UNKNOWN
  }
  into.steps.push(named ?? quoted ?? "trigger")
  if (values.length === 0) {
    into.missing.push({ reference: text, key: text, within: "", holds: "", nearest: null, mended: null })
    return null
  }
  return values.length === 1 ? values[0] : values
}

function documentOf({ values, variables }: PreviewScope): Record<string, unknown> {
  const steps = Object.fromEntries(Object.entries(values).map(([id, entry]) => [id, stepView(entry)]))
  const config = Object.fromEntries(
    variables.flatMap((each) => [each.name, each.key].map((name) => [name, each.default])),
  )
  return { steps, trigger: steps.trigger, config }
}

/** `$.steps.http_1.body` reads like `$.steps.http_1.results.body`. */
function stepView(entry: unknown): unknown {
  const results = typeof entry === "object" && entry !== null && "results" in entry ? entry.results : null
  const isObject = typeof results === "object" && results !== null && !Array.isArray(results)
  return isObject ? { ...results, ...(entry as object) } : entry
}

function variable(name: string, { variables }: PreviewScope, into: Preview): unknown {
  const value = variables.find((each) => each.name === name || each.key === name)?.default
  ;(value === undefined ? into.unset : into.defaults).push(name)
  return value ?? null
}

function asText(value: unknown): string {
  if (typeof value === "string") return value
  return value === null || value === undefined ? "" : JSON.stringify(value)
}

/** Whether the value is worth a line: a literal says itself already. */
export function saysSomething(input: Input): boolean {
  if ("value" in input)
    return typeof input.value === "string" && placeholdersOf(input.value).some((inner) => inner !== "")
  if ("template" in input) return input.template.includes("{{")
  if ("reference" in input) return input.reference !== ""
  if ("configVariable" in input) return input.configVariable !== ""
  if ("list" in input) return input.list.some(isComputed)
  if ("object" in input) return Object.values(input.object).some(isComputed)
  return false
}

const isComputed = (input: Input): boolean => !("value" in input) && saysSomething(input)
