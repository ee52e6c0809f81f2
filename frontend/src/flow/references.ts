/**
 * What a step may refer to, as a tree over sample values.
 *
 * For: the result picker. Samples come from the last test run, else from the component's example.
 * Not here: whether a reference is right (the server's validation), the value it has in a real run.
 */
import { type Flow, type Graph, parentOf, type Step } from "./definition"
import { inOrder, upstream } from "./graph"
import { memberPath } from "./lookup"

export type ValueType = "object" | "list" | "text" | "number" | "boolean" | "nothing"

/** One line of the picker. Children are made when asked for: samples can be large. */
export interface PickerNode {
  /** The reference that this line inserts. */
  path: string
  label: string
  type: ValueType
  /** Short text of the value; empty for objects and lists. */
  preview: string
  size: number
  children: () => PickerNode[]
}

export interface Source {
  step: Step
  /** Why it is offered: it ran before, or it is a loop around this step. */
  kind: "earlier" | "loop"
}

/** Earlier steps in flow order, those before the enclosing loops first, then the loops themselves. */
export function sourcesFor(flow: Flow, stepId: string): Source[] {
  const parent = parentOf(flow, stepId)
  const graph: Graph = parent ? { steps: parent.steps ?? [], links: parent.links ?? [] } : flow
  const before = upstream(graph, stepId)
  const earlier = inOrder(graph)
    .filter((step) => before.has(step.id))
    .map((step): Source => ({ step, kind: "earlier" }))
  if (!parent) return earlier
  return [...sourcesFor(flow, parent.id), { step: parent, kind: "loop" }, ...earlier]
}

export function typeOf(value: unknown): ValueType {
  if (value === null || value === undefined) return "nothing"
  if (Array.isArray(value)) return "list"
  if (typeof value === "object") return "object"
  if (typeof value === "number" || typeof value === "bigint") return "number"
  return typeof value === "boolean" ? "boolean" : "text"
}

const PREVIEW = 60
/** More than this in one list helps nobody choose. */
const SHOWN_ITEMS = 50

export function pickerTree(path: string, label: string, value: unknown): PickerNode {
  const type = typeOf(value)
  const keys = type === "object" ? Object.keys(value as object) : []
  const items = type === "list" ? (value as unknown[]) : []
  return {
    path,
    label,
    type,
    preview: preview(value, type),
    size: keys.length || items.length,
    children: () => [
      ...keys.map((key) => pickerTree(memberPath(path, key), key, (value as Record<string, unknown>)[key])),
      ...items.slice(0, SHOWN_ITEMS).map((item, index) => pickerTree(memberPath(path, index), `[${index}]`, item)),
    ],
  }
}

function preview(value: unknown, type: ValueType): string {
  if (type === "object" || type === "list") return ""
  if (type === "nothing") return "nothing"
  const text = String(value)
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text
}

/** Lines whose label, path or value holds every word of the search, down to `depth` levels. */
export function searchTree(root: PickerNode, search: string, depth = 8): PickerNode[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${root.path} ${root.preview}`.toLowerCase()
  const own = words.every((word) => text.includes(word)) ? [root] : []
  if (depth === 0) return own
  return [...own, ...root.children().flatMap((child) => searchTree(child, search, depth - 1))]
}
