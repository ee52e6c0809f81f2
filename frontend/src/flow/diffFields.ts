/**
 * What differs between two values, field by field.
 *
 * For: paths with what stood there before and after. JSON decides what is equal, so the order of keys says nothing.
 * Not here: which fields of a step or flow carry meaning (`meaning`), which step is which (`diff`).
 */
import type { InputTag } from "./definition"

export type FieldPath = (string | number)[]

/** `undefined` on one side: it was not there. */
export interface FieldChange {
  path: FieldPath
  before: unknown
  after: unknown
}

const TAGS: ReadonlySet<string> = new Set<InputTag>([
  "value",
  "reference",
  "template",
  "configVariable",
  "credential",
  "list",
  "object",
])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  const names = definedKeys(a)
  return (
    names.length === definedKeys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  )
}

const definedKeys = (record: Record<string, unknown>): string[] =>
  Object.keys(record).filter((name) => record[name] !== undefined)

const member = (record: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** The smallest places that differ. Lists of another length, and an input of another kind, differ as a whole. */
export function fieldChanges(before: unknown, after: unknown, path: FieldPath = []): FieldChange[] {
  if (sameJson(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item, index) => fieldChanges(item, after[index], [...path, index]))
  if (isRecord(before) && isRecord(after) && !isOtherKind(before, after)) {
    const names = new Set([...definedKeys(before), ...definedKeys(after)])
    return [...names].flatMap((name) => fieldChanges(member(before, name), member(after, name), [...path, name]))
  }
  return [{ path, before, after }]
}

/** `{value}` became `{reference}`: both sides are shown whole. */
function isOtherKind(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const [tag, ...more] = Object.keys(before)
  const [other, ...others] = Object.keys(after)
  if (more.length > 0 || others.length > 0 || tag === undefined || other === undefined) return false
  return tag !== other && TAGS.has(tag) && TAGS.has(other)
}
