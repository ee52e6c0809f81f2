/**
 * Reading a dotted reference from sample values, as a run reads it from real ones.
 *
 * For: the value, or exactly which key is missing, where, and which one was probably meant.
 * Not here: JSONPath (`jsonpath`), whole inputs (`preview`). The server's `references` is the authority; both are held to the
 * same conformance cases.
 */
import { nearest } from "./nearest"

export interface Missing {
  reference: string
  /** The first key that is not there. */
  key: string
  /** What stands before it: `webhook_1.results.body.data`; empty when the step itself is missing. */
  within: string
  /** What is there instead of an object that holds it: "a list of 3". */
  holds: string
  nearest: string | null
  /** The reference with the nearest key in place of the missing one. */
  mended: string | null
}

export type Lookup = { found: true; value: unknown } | { found: false; missing: Missing }

interface Segment {
  key: string
  /** Where it stands in the text. */
  from: number
  to: number
}

const ROOT = /^[^\s.[\]{}"'$]+/
const SEGMENT = /\.([^\s.[\]{}"']+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]/y

/** The keys of a reference; null when it is none. */
export function segmentsOf(reference: string): Segment[] | null {
  const root = ROOT.exec(reference)?.[0]
  if (root === undefined) return null
  const segments: Segment[] = [{ key: root, from: 0, to: root.length }]
  let at = root.length
  while (at < reference.length) {
    SEGMENT.lastIndex = at
    const match = SEGMENT.exec(reference)
    if (!match) return null
    const [whole, name, index, quoted] = match
    const key = quoted !== undefined ? quoted.slice(1, -1).replace(/\\(.)/gs, "$1") : (name ?? String(Number(index)))
    segments.push({ key, from: at, to: at + whole.length })
    at += whole.length
  }
  return segments
}

/** Null when the text is no reference at all: half typed, or a JSONPath. */
export function lookup(scope: Record<string, unknown>, reference: string): Lookup | null {
  const segments = segmentsOf(reference)
  if (!segments) return null
  let value: unknown = scope
  for (const [place, segment] of segments.entries()) {
    const name = memberName(value, segment.key, segments[place - 1]?.key === "headers")
    if (name === undefined) return { found: false, missing: missing(reference, segments, place, value) }
    value = (value as Record<string, unknown>)[name]
  }
  return { found: true, value }
}

/** The value a plain dotted reference has in samples keyed like a run's scope; undefined when it is not there. */
export function readSample(scope: Record<string, unknown>, reference: string): unknown {
  const found = lookup(scope, reference)
  return found?.found ? found.value : undefined
}

/** Only own members and places of lists are ever read. Header names compare without case. */
function memberName(value: unknown, key: string, isHeader: boolean): string | undefined {
  if (typeof value !== "object" || value === null) return undefined
  if (Array.isArray(value)) return /^\d{1,9}$/.test(key) && Number(key) < value.length ? String(Number(key)) : undefined
  if (Object.hasOwn(value, key)) return key
  const folded = key.toLowerCase()
  return isHeader ? Object.keys(value).find((name) => name.toLowerCase() === folded) : undefined
}

function missing(reference: string, segments: Segment[], place: number, value: unknown): Missing {
  const segment = segments[place] as Segment
  const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  const meant = nearest(segment.key, names)
  const written = meant === null ? "" : place === 0 ? meant : memberPath("", meant)
  return {
    reference,
    key: segment.key,
    within: reference.slice(0, segment.from),
    holds: holding(value),
    nearest: meant,
    mended: meant === null ? null : reference.slice(0, segment.from) + written + reference.slice(segment.to),
  }
}

function holding(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`
  if (value === null || value === undefined) return "nothing"
  if (typeof value === "object")
    return Object.keys(value).length === 0 ? "an empty object" : "an object with other keys"
  return `a ${typeof value === "string" ? "text" : typeof value === "boolean" ? "yes or no" : "number"}`
}

const IDENTIFIER = /^[A-Za-z_][\w-]*$/

/** The path of a member: `.name`, `[0]` or `["odd key"]`. */
export function memberPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`
  return IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}

/** "webhook_1's body.data": a place as people say it. */
export function placeInWords(path: string): string {
  const [root = "", ...rest] = segmentsOf(path)?.map((segment) => segment.key) ?? [path]
  const keys = rest[0] === "results" ? rest.slice(1) : rest
  return keys.length === 0 ? `\`${root}\`'s results` : `\`${root}\`'s \`${keys.join(".")}\``
}

/** One sentence; names stand in backticks. */
export function missingInWords({ key, within, holds, nearest: meant }: Missing): string {
  const question = meant === null ? "" : `; did you mean \`${meant}\`?`
  if (within === "") return `No step called \`${key}\` comes before this one${question || "."}`
  const isOther = holds === "an object with other keys"
  return `No \`${key}\` in ${placeInWords(within)}${isOther ? "" : `, which holds ${holds}`}${question || "."}`
}
