/** Where boxes stand on the canvas: sizes in canvas pixels, free places, room for newcomers. */
import type { Flow, Graph, Layout, Point, Step } from "./definition"
import { allSteps } from "./definition"
import { downstream, inOrder } from "./graph"
import { outletsOf } from "./outlets"

export const STEP_WIDTH = 232
export const STEP_HEIGHT = 60
/** Each outlet beside the first needs a line of its own for its name. */
export const OUTLET_HEIGHT = 22
export const COLUMN = 320
/** Between a step and the one after it. */
export const GAP = COLUMN - STEP_WIDTH
export const ROW = 100
export const CONTAINER = { header: 48, padding: 28, minWidth: 300, minHeight: 148 }

export interface Size {
  width: number
  height: number
}

const ORIGIN: Point = { x: 0, y: 0 }

export function sizeOf(step: Step, layout: Layout): Size {
  if (step.steps) return containerSize(step, layout)
  const outlets = outletsOf(step).length
  return { width: STEP_WIDTH, height: STEP_HEIGHT + (outlets > 1 ? outlets * OUTLET_HEIGHT : 0) }
}

/** A container is as large as what it holds, and keeps space for one more step. */
function containerSize(step: Step, layout: Layout): Size {
  let { minWidth: width, minHeight: height } = CONTAINER
  for (const inner of step.steps ?? []) {
    const at = layout[inner.id] ?? ORIGIN
    const size = sizeOf(inner, layout)
    width = Math.max(width, at.x + size.width + CONTAINER.padding * 2)
    height = Math.max(height, at.y + size.height + CONTAINER.padding)
  }
  return { width, height }
}

/** Positions for steps that have none, such as those of an imported definition: columns by depth. */
export function completeLayout(flow: Flow): Layout {
  const layout: Layout = { ...flow.layout }
  if (allSteps(flow.steps).every((step) => layout[step.id])) return layout
  fill(flow, layout, ORIGIN)
  return layout
}

function fill(graph: Graph, layout: Layout, corner: Point): void {
  const depth = new Map<string, number>()
  const rows = new Map<number, number>()
  for (const step of inOrder(graph)) {
    if (step.steps) fill({ steps: step.steps, links: step.links ?? [] }, layout, { x: 40, y: 60 })
    const before = graph.links.filter((link) => link.to === step.id).map((link) => depth.get(link.from) ?? 0)
    const column = before.length ? Math.max(...before) + 1 : 0
    const row = rows.get(column) ?? 0
    depth.set(step.id, column)
    rows.set(column, row + 1)
    layout[step.id] ??= { x: corner.x + column * COLUMN, y: corner.y + row * ROW }
  }
}

interface Box extends Point, Size {}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function boxes(steps: readonly Step[], layout: Layout): Box[] {
  return steps.map((step) => ({ ...(layout[step.id] ?? ORIGIN), ...sizeOf(step, layout) }))
}

const STEP_SIZE: Size = { width: STEP_WIDTH, height: STEP_HEIGHT }

/** The first free place at `wanted` or straight below it. */
export function freePlace(steps: readonly Step[], layout: Layout, wanted: Point, size = STEP_SIZE): Point {
  const others = boxes(steps, layout)
  const place = { ...wanted }
  const box = () => ({ ...place, ...size })
  while (others.some((other) => overlap(box(), other))) place.y += ROW / 2
  return place
}

/** Beside a step, to its right, where nothing stands yet. */
export function placeAfter(graph: Graph, layout: Layout, source: Step): Point {
  const at = layout[source.id] ?? ORIGIN
  const { width } = sizeOf(source, layout)
  return freePlace(graph.steps, layout, { x: at.x + width + GAP, y: at.y })
}

/** Positions after everything from `first` on has moved right, so that a newcomer fits before it. */
export function makeRoom(graph: Graph, layout: Layout, first: string, distance: number): Layout {
  const moved: Layout = {}
  for (const id of downstream(graph, first)) {
    const at = layout[id] ?? ORIGIN
    moved[id] = { x: at.x + distance, y: at.y }
  }
  return moved
}
