/**
 * Step ids inside inputs: in references, in templates and in code.
 *
 * For: following a rename or a paste wherever a step is named. What cannot be seen without running code
 * (`stepResults[variable]`) is left alone; validation reports what then points nowhere.
 */
import type { Flow, Input, Step } from "./definition"
import { closingOf, inPattern, inPatterns, splitAt } from "./unpacking"

/** Gives the new id of a step; the same id when it keeps its name. */
export type Rename = (id: string) => string

export interface Rewritten<T> {
  result: T
  /** How many places changed. */
  count: number
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g
const HEAD = /^(\s*)([A-Za-z_]\w*)(?=\s*(?:[.[]|$))/
/** A query may hold others in its filters. */
const JSONPATH_STEP =
  /(\$\s*(?:\.\s*steps|\[\s*(["'])steps\2\s*\])\s*)(?:\.\s*([A-Za-z_]\w*)|\[\s*(["'])([A-Za-z_]\w*)\4\s*\])/g

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

/**
 * What the code's function calls its second argument, and where that stands when it is a pattern: `(context, { webhook_1 })`.
 * `stepResults` when the author's name for it cannot be told.
 */
function resultsArgument(code: string): { name: string; pattern?: { start: number; end: number } } {
  const unknown = { name: "stepResults" }
  const start = code.search(/module\.exports\s*=|export\s+default/)
  const open = start < 0 ? -1 : code.indexOf("(", start)
  const close = open < 0 || code.slice(start, open).includes("=>") ? -1 : closingOf(code, open)
  if (close < 0) return unknown
  const [first = "", second] = splitAt(code.slice(open + 1, close), ",")
  if (second === undefined) return unknown
  const [gap = ""] = second.match(/^\s*/) ?? []
  const from = open + 1 + first.length + 1 + gap.length
  if (code[from] !== "{") return { name: second.match(/^\s*([A-Za-z_$][\w$]*)/)?.[1] ?? "stepResults" }
  const end = closingOf(code, from)
  return end < 0 ? unknown : { ...unknown, pattern: { start: from, end: end + 1 } }
}

function inCode(code: string, rename: Rename, count: Count): string {
  const { name, pattern } = resultsArgument(code)
  const renameKey = (id: string) => count.rename(rename, id)
  const results = name.replace(/\$/g, "\\$")
  const dotted = new RegExp(`(?<![\\w$.])(${results}\\s*\\??\\.\\s*)([A-Za-z_]\\w*)`, "g")
  const quoted = new RegExp(
    `(?<![\\w$.])(${results}\\s*(?:\\?\\.)?\\s*\\[\\s*)(["'\`])([A-Za-z_]\\w*)\\2(\\s*\\])`,
    "g",
  )
  const [head, argument, body] = pattern
    ? [code.slice(0, pattern.start), code.slice(pattern.start, pattern.end), code.slice(pattern.end)]
    : ["", "", code]
  const members = body
    .replace(dotted, (_match, before: string, id: string) => before + renameKey(id))
    .replace(
      quoted,
      (_match, before: string, quote: string, id: string, after: string) =>
        before + quote + renameKey(id) + quote + after,
    )
  return head + (argument && inPattern(argument, renameKey)) + inPatterns(members, name, renameKey)
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

/** Every name that these steps read results by: ids of steps, and the two names of the trigger. */
export function mentionedIn(steps: readonly Step[]): string[] {
  const found = new Set<string>()
  for (const step of steps) {
    rewriteStep(step, (id) => {
      found.add(id)
      return id
    })
  }
  return [...found]
}

/** Rewrites every mention in a flow: inputs of all steps, and the references of its policy. */
export function rewriteFlow(flow: Flow, rename: Rename): Rewritten<Flow> {
  const count = new Count()
  const steps = flow.steps.map((step) => inStep(step, rename, count))
  if (!flow.policy) return { result: { ...flow, steps }, count: count.changed }
  const { dedupe, ordering } = flow.policy
  const policy = { ...flow.policy }
  if (dedupe) policy.dedupe = { ...dedupe, id: { reference: inReference(dedupe.id.reference, rename, count) } }
  if (ordering) policy.ordering = { key: { reference: inReference(ordering.key.reference, rename, count) } }
  return { result: { ...flow, steps, policy }, count: count.changed }
}

function mapEntries<T>(record: Record<string, T>, change: (name: string, value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]))
}

const mapValues = <T>(record: Record<string, T>, change: (value: T) => T) =>
  mapEntries(record, (_name, value) => change(value))
