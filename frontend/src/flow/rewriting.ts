/**
 * Step ids inside inputs: in references, in templates and in code.
 *
 * For: following a rename or a paste wherever a step is named. What cannot be seen without running code
 * (`stepResults[variable]`) is left alone; validation reports what then points nowhere.
 */
import type { Flow, Input, Step } from "./definition"

/** Gives the new id of a step; the same id when it keeps its name. */
export type Rename = (id: string) => string

export interface Rewritten<T> {
  result: T
  /** How many places changed. */
  count: number
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g
const HEAD = /^(\s*)([A-Za-z_]\w*)(?=\s*(?:[.[]|$))/
const JSONPATH_STEP =
  /^(\s*\$\s*(?:\.\s*steps|\[\s*(["'])steps\2\s*\])\s*)(?:\.\s*([A-Za-z_]\w*)|\[\s*(["'])([A-Za-z_]\w*)\4\s*\])/

class Count {
  changed = 0

  rename(rename: Rename, id: string): string {
    const renamed = rename(id)
    if (renamed !== id) this.changed += 1
    return renamed
  }
}

function inReference(text: string, rename: Rename, count: Count): string {
  if (text.trimStart().startsWith("$")) {
    return text.replace(JSONPATH_STEP, (_match, head: string, _q, dotted?: string, quote?: string, quoted?: string) =>
      dotted === undefined
        ? `${head}[${quote}${count.rename(rename, quoted ?? "")}${quote}]`
        : `${head}.${count.rename(rename, dotted)}`,
    )
  }
  return text.replace(HEAD, (_match, space: string, id: string) => space + count.rename(rename, id))
}

function inTemplate(text: string, rename: Rename, count: Count): string {
  return text.replace(PLACEHOLDER, (whole, inner: string) =>
    inner.trimStart().startsWith("#") ? whole : `{{${inReference(inner, rename, count)}}}`,
  )
}

/** The name that code gives its second argument; `stepResults` unless the author chose another. */
function resultsArgument(code: string): string {
  const start = code.search(/module\.exports\s*=|export\s+default/)
  const open = start < 0 ? -1 : code.indexOf("(", start)
  if (open < 0) return "stepResults"
  let depth = 0
  for (let at = open; at < code.length; at += 1) {
    const character = code[at]
    if (character === "(" || character === "{" || character === "[") depth += 1
    else if (character === ")" || character === "}" || character === "]") depth -= 1
    if (depth === 0) break
    if (depth === 1 && character === ",")
      return code.slice(at + 1).match(/^\s*([A-Za-z_$][\w$]*)/)?.[1] ?? "stepResults"
  }
  return "stepResults"
}

function inCode(code: string, rename: Rename, count: Count): string {
  const results = resultsArgument(code).replace(/\$/g, "\\$")
  const dotted = new RegExp(`(?<![\\w$.])(${results}\\s*\\??\\.\\s*)([A-Za-z_]\\w*)`, "g")
  const quoted = new RegExp(
    `(?<![\\w$.])(${results}\\s*(?:\\?\\.)?\\s*\\[\\s*)(["'\`])([A-Za-z_]\\w*)\\2(\\s*\\])`,
    "g",
  )
  const unpacked = new RegExp(`\\{([^{}]*)\\}(\\s*=\\s*${results}(?![\\w$.[?(]))`, "g")
  return code
    .replace(dotted, (_match, head: string, id: string) => head + count.rename(rename, id))
    .replace(
      quoted,
      (_match, head: string, quote: string, id: string, tail: string) =>
        head + quote + count.rename(rename, id) + quote + tail,
    )
    .replace(unpacked, (_match, names: string, tail: string) => `{${inUnpacking(names, rename, count)}}${tail}`)
}

/** `webhook_1` becomes `hook: webhook_1`, so the code below keeps its variable. */
function inUnpacking(names: string, rename: Rename, count: Count): string {
  return names.replace(
    /(^|,)(\s*)([A-Za-z_]\w*)(\s*:)?/g,
    (_match, comma: string, space: string, id: string, colon?: string) => {
      const renamed = count.rename(rename, id)
      if (renamed === id) return comma + space + id + (colon ?? "")
      return colon ? comma + space + renamed + colon : `${comma}${space}${renamed}: ${id}`
    },
  )
}

function inInput(input: Input, rename: Rename, count: Count, isCode: boolean): Input {
  if ("reference" in input) return { reference: inReference(input.reference, rename, count) }
  if ("template" in input) return { template: inTemplate(input.template, rename, count) }
  if ("list" in input) return { list: input.list.map((item) => inInput(item, rename, count, false)) }
  if ("object" in input) return { object: mapValues(input.object, (item) => inInput(item, rename, count, false)) }
  if (isCode && "value" in input && typeof input.value === "string")
    return { value: inCode(input.value, rename, count) }
  return input
}

function inStep(step: Step, rename: Rename, count: Count): Step {
  const before = count.changed
  const inputs = step.inputs && mapEntries(step.inputs, (name, input) => inInput(input, rename, count, name === "code"))
  const steps = step.steps?.map((inner) => inStep(inner, rename, count))
  if (count.changed === before) return step
  return { ...step, ...(inputs && { inputs }), ...(steps && { steps }) }
}

/** Rewrites what a step's inputs say about other steps; the ids of the steps themselves stay. */
export function rewriteStep(step: Step, rename: Rename): Rewritten<Step> {
  const count = new Count()
  return { result: inStep(step, rename, count), count: count.changed }
}

/** Rewrites every mention in a flow: inputs of all steps, and the reference that tells duplicates. */
export function rewriteFlow(flow: Flow, rename: Rename): Rewritten<Flow> {
  const count = new Count()
  const steps = flow.steps.map((step) => inStep(step, rename, count))
  const dedupe = flow.policy?.dedupe
  if (!dedupe) return { result: { ...flow, steps }, count: count.changed }
  const id = { reference: inReference(dedupe.id.reference, rename, count) }
  return { result: { ...flow, steps, policy: { ...flow.policy, dedupe: { ...dedupe, id } } }, count: count.changed }
}

function mapEntries<T>(record: Record<string, T>, change: (name: string, value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]))
}

const mapValues = <T>(record: Record<string, T>, change: (value: T) => T) =>
  mapEntries(record, (_name, value) => change(value))
