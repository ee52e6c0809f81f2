/**
 * A flow as a small picture: boxes and lines with their places, for a drawing without a canvas.
 *
 * For: cards of the gallery. Sizes and places are those of the canvas, so both look alike.
 */
import { allSteps, type Flow, type Graph, type Layout, outletOf, type Point, type Step } from "./definition"
import { completeLayout, OUTLET_HEIGHT, type Size, STEP_HEIGHT, sizeOf } from "./geometry"
import { outletsOf } from "./outlets"

export interface DrawnBox extends Point, Size {
  step: Step
}

export interface Drawing extends Point, Size {
  boxes: DrawnBox[]
  /** SVG paths. */
  lines: { key: string; path: string }[]
}

const MARGIN = 12

export function drawFlow(flow: Flow): Drawing {
  const layout = completeLayout(flow)
  const boxes = boxesOf(flow.steps, layout, { x: 0, y: 0 })
  const places = new Map(boxes.map((box) => [box.step.id, box]))
  const graphs: Graph[] = [
    flow,
    ...allSteps(flow.steps).map((step) => ({ steps: step.steps ?? [], links: step.links ?? [] })),
  ]
  const lines = graphs.flatMap(({ links }) =>
    links.flatMap((link) => {
      const [from, to] = [places.get(link.from), places.get(link.to)]
      return from && to
        ? [{ key: `${link.from}.${outletOf(link)}>${link.to}`, path: lineOf(from, outletOf(link), to) }]
        : []
    }),
  )
  const left = Math.min(0, ...boxes.map(({ x }) => x)) - MARGIN
  const top = Math.min(0, ...boxes.map(({ y }) => y)) - MARGIN
  const width = Math.max(0, ...boxes.map((box) => box.x + box.width)) + MARGIN - left
  const height = Math.max(0, ...boxes.map((box) => box.y + box.height)) + MARGIN - top
  return { x: left, y: top, width, height, boxes, lines }
}

function boxesOf(steps: readonly Step[], layout: Layout, corner: Point): DrawnBox[] {
  return steps.flatMap((step) => {
    const own = layout[step.id] ?? { x: 0, y: 0 }
    const at = { x: corner.x + own.x, y: corner.y + own.y }
    return [{ step, ...at, ...sizeOf(step, layout) }, ...boxesOf(step.steps ?? [], layout, at)]
  })
}

function lineOf(from: DrawnBox, outlet: string, to: DrawnBox): string {
  const outlets = outletsOf(from.step)
  const row =
    outlets.length > 1 ? STEP_HEIGHT + (Math.max(0, outlets.indexOf(outlet)) + 0.5) * OUTLET_HEIGHT : STEP_HEIGHT / 2
  const start = { x: from.x + from.width, y: from.y + (from.step.steps ? STEP_HEIGHT / 2 : row) }
  const end = { x: to.x, y: to.y + STEP_HEIGHT / 2 }
  const bend = Math.max(30, (end.x - start.x) / 2)
  return `M${start.x},${start.y} C${start.x + bend},${start.y} ${end.x - bend},${end.y} ${end.x},${end.y}`
}
