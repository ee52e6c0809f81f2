/** Places on the canvas: on its grid, of the whole canvas, or within a container. */
import type { Point } from "../../flow/definition"
import type { AnyNode } from "../drawings"
import type { EditorState } from "../store"

export const snapped = (value: number): number => Math.round(value / 8) * 8

export function absolute(state: EditorState, node: AnyNode): Point {
  const parent = state.nodes.find((each) => each.id === node.parentId)
  if (!parent) return node.position
  const base = absolute(state, parent)
  return { x: base.x + node.position.x, y: base.y + node.position.y }
}

/** A canvas point in the coordinates of a container, right of its border and below its header. */
export function relativeTo(state: EditorState, container: string, at: Point): Point {
  const holder = state.nodes.find((each) => each.id === container)
  const base = holder ? absolute(state, holder) : { x: 0, y: 0 }
  return { x: Math.max(16, snapped(at.x - base.x)), y: Math.max(56, snapped(at.y - base.y)) }
}
