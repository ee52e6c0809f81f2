/**
 * References into lists: the first item, one field of every item, the items for which something holds.
 *
 * For: what the result picker inserts. Inputs get references or JSONPath, code gets JavaScript.
 */
import { asQuery, type Comparison } from "./jsonpath"
import { memberPath, segmentsOf } from "./lookup"

/** Where a result is inserted: an input holds a reference, code an expression. */
export type Written = "reference" | "code"

const inCode = (path: string): string => `stepResults.${path}`

export const plain = (path: string, as: Written): string => (as === "code" ? inCode(path) : path)

export const firstOf = (path: string, as: Written): string => plain(memberPath(path, 0), as)

export function everyOf(path: string, field: string | null, as: Written): string {
  if (as === "code") return `${inCode(path)}.map((item) => ${field === null ? "item" : memberPath("item", field)})`
  const all = `${listQuery(path)}[*]`
  return field === null ? all : all + asQuery([field]).slice(1)
}

export interface Condition {
  field: string | null
  comparison: Comparison
  value: string | number | boolean | null
}

export function whereOf(path: string, { field, comparison, value }: Condition, as: Written): string {
  const written = JSON.stringify(value)
  if (as === "code") {
    const operator = { "==": "===", "!=": "!==" }[comparison as string] ?? comparison
    return `${inCode(path)}.filter((item) => ${field === null ? "item" : memberPath("item", field)} ${operator} ${written})`
  }
  return `${listQuery(path)}[?@${field === null ? "" : asQuery([field]).slice(1)} ${comparison} ${written}]`
}

/** A typed value as it is meant: `5` is a number, `true` a yes, `"5"` a text. */
export function conditionValue(typed: string, example: unknown): string | number | boolean | null {
  const text = typed.trim()
  if (typeof example === "string") return text
  if (text === "null") return null
  if (text === "true" || text === "false") return text === "true"
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text
}

function listQuery(path: string): string {
  const keys = segmentsOf(path)?.map(({ key }) => key) ?? [path]
  const isTrigger = keys[0] === "trigger" || keys[0] === "integrationTrigger"
  const asWritten = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  return asQuery(isTrigger ? ["trigger", ...asWritten.slice(1)] : ["steps", ...asWritten])
}

/** Names of the fields of a list's items, as far as the first ones tell. */
export function fieldsOfItems(items: readonly unknown[]): string[] {
  const objects = items.slice(0, 5).filter((item) => typeof item === "object" && item !== null && !Array.isArray(item))
  return [...new Set(objects.flatMap((item) => Object.keys(item as object)))]
}
