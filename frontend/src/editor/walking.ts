/** Which step an arrow key leads to: along the links when there are any, else to the nearest box in that direction. */
import type { Point } from "../flow/definition"
import type { LinkEdgeType, StepNodeType } from "./view"

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"

const AHEAD: Record<Direction, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

export function neighbour(
  nodes: readonly StepNodeType[],
  edges: readonly LinkEdgeType[],
  from: string,
  direction: Direction,
): string | null {
  const linked =
    direction === "ArrowRight"
      ? edges.filter((edge) => edge.source === from).map((edge) => edge.target)
      : direction === "ArrowLeft"
        ? edges.filter((edge) => edge.target === from).map((edge) => edge.source)
        : []
  return linked[0] ?? nearest(nodes, from, AHEAD[direction])
}

function nearest(nodes: readonly StepNodeType[], from: string, ahead: Point): string | null {
  const places = new Map(nodes.map((node) => [node.id, placeOf(nodes, node)]))
  const start = places.get(from)
  if (!start) return null
  let best: { id: string; distance: number } | null = null
  for (const [id, place] of places) {
    const [dx, dy] = [place.x - start.x, place.y - start.y]
    const along = dx * ahead.x + dy * ahead.y
    if (id === from || along <= 0) continue
    // Sideways counts double, so that a step straight ahead wins over one at an angle.
    const distance = along + 2 * Math.abs(dx * ahead.y + dy * ahead.x)
    if (!best || distance < best.distance) best = { id, distance }
  }
  return best?.id ?? null
}

function placeOf(nodes: readonly StepNodeType[], node: StepNodeType): Point {
  const parent = nodes.find((other) => other.id === node.parentId)
  const base = parent ? placeOf(nodes, parent) : { x: 0, y: 0 }
  return { x: base.x + node.position.x, y: base.y + node.position.y }
}
