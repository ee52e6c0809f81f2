/**
 * Where steps would stand if somebody neat had drawn the flow: left to right, few links crossing, chains straight.
 *
 * For: one `moveSteps` of the whole flow or of some steps. Containers are laid out inside out, since what they hold makes their
 * size. Loaded when it is first used.
 */
import { type Cell, ordered, type Span, tops } from "./columns"
import { allSteps, type Flow, type Graph, type Layout, type Link, outletOf, type Point, type Step } from "./definition"
import { CONTAINER, completeLayout, OUTLET_HEIGHT, type Size, STEP_HEIGHT, sizeOf } from "./geometry"
import { inOrder } from "./graph"
import { outletsOf } from "./outlets"

/** Between columns; more where the name of an outlet is written on the link. */
const GAP = 88
const NAMED_GAP = 136
const ROW_GAP = 40
/** Where a longer link passes between boxes. */
const LANE: Omit<Cell, "id"> = { height: 8, gap: 24 }
/** Links enter here, and leave here when there is one outlet. */
const HANDLE = 30
const GRID = 8
const INSIDE: Point = { x: 40, y: CONTAINER.header + 24 }

/**
 * The new places, of those steps only that move. `ids` are tidied among themselves, each level by itself, and their top left
 * corner stays; without `ids` that is the whole flow. What a container holds is tidied with it.
 */
export function tidied(flow: Flow, ids: ReadonlySet<string> | null): Layout {
  const layout = completeLayout(flow)
  tidyLevel(flow, layout, ids)
  const moved = Object.entries(layout).filter(([id, at]) => {
    const before = flow.layout?.[id]
    return before?.x !== at.x || before.y !== at.y
  })
  return Object.fromEntries(moved)
}

/** The inside first: it makes the size of the box around it. */
function tidyLevel(graph: Graph, layout: Layout, ids: ReadonlySet<string> | null): void {
  for (const step of graph.steps) {
    if (!step.steps) continue
    const inner = { steps: step.steps, links: step.links ?? [] }
    const whole = ids === null || ids.has(step.id)
    tidyLevel(inner, layout, whole ? null : ids)
    if (whole) moveTo(INSIDE, step.steps, layout)
  }
  const chosen = ids === null ? graph.steps : graph.steps.filter((step) => ids.has(step.id))
  if (chosen.length < 2) return
  const corner = cornerOf(chosen, layout)
  place(chosen, graph.links, layout)
  moveTo(corner, chosen, layout)
}

function cornerOf(steps: readonly Step[], layout: Layout): Point {
  const points = steps.map((step) => layout[step.id] ?? { x: 0, y: 0 })
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) }
}

function moveTo(corner: Point, steps: readonly Step[], layout: Layout): void {
  const { x, y } = cornerOf(steps, layout)
  for (const { id } of steps) {
    const at = layout[id] ?? { x: 0, y: 0 }
    const next = { x: onGrid(at.x - x) + corner.x, y: onGrid(at.y - y) + corner.y }
    if (next.x !== at.x || next.y !== at.y) layout[id] = next
  }
}

const onGrid = (value: number): number => Math.round(value / GRID) * GRID

function place(steps: readonly Step[], allLinks: readonly Link[], layout: Layout): void {
  const sizes = new Map(steps.map((step) => [step.id, sizeOf(step, layout)]))
  const links = allLinks.filter((link) => sizes.has(link.from) && sizes.has(link.to))
  const { columns, spans } = inColumns(steps, links, sizes)
  const sorted = ordered(columns, spans)
  const top = tops(sorted, spans)
  let x = 0
  for (const column of sorted) {
    const members = column.filter(({ id }) => sizes.has(id))
    for (const { id } of members) layout[id] = { x, y: top.get(id) ?? 0 }
    const leaves = links.filter((link) => members.some(({ id }) => id === link.from))
    const named = leaves.some((link) => outletOf(link) !== "out")
    x += Math.max(0, ...members.map(({ id }) => sizes.get(id)?.width ?? 0)) + (named ? NAMED_GAP : GAP)
  }
}

/** Each step right after the last that leads to it. Longer links get a lane in each column they pass. */
function inColumns(steps: readonly Step[], links: readonly Link[], sizes: ReadonlyMap<string, Size>) {
  const columnOf = new Map<string, number>()
  for (const { id } of inOrder({ steps: [...steps], links: [...links] })) {
    const before = links.filter((link) => link.to === id).flatMap((link) => columnOf.get(link.from) ?? [])
    columnOf.set(id, Math.max(-1, ...before) + 1)
  }
  const columns: Cell[][] = Array.from({ length: Math.max(...columnOf.values()) + 1 }, () => [])
  for (const { id } of steps) {
    columns[columnOf.get(id) ?? 0]?.push({ id, height: sizes.get(id)?.height ?? STEP_HEIGHT, gap: ROW_GAP })
  }
  const byId = new Map(steps.map((step) => [step.id, step]))
  const spans: Span[] = []
  links.forEach((link, index) => {
    const [first, last] = [columnOf.get(link.from) ?? 0, columnOf.get(link.to) ?? 0]
    // A link that leads back stands in a draft that cannot be published; it must not bend the rest.
    if (last <= first) return
    let from = { id: link.from, at: outletHeight(byId.get(link.from), link, sizes) }
    for (let column = first + 1; column < last; column += 1) {
      // No step has such an id.
      const lane = `${index}/${column}`
      columns[column]?.push({ id: lane, ...LANE })
      spans.push({ from: from.id, to: lane, leaves: from.at, enters: LANE.height / 2 })
      from = { id: lane, at: LANE.height / 2 }
    }
    spans.push({ from: from.id, to: link.to, leaves: from.at, enters: HANDLE })
  })
  return { columns, spans }
}

/** How far below the top of its step a link leaves. The outlets of a container stand at its foot. */
function outletHeight(step: Step | undefined, link: Link, sizes: ReadonlyMap<string, Size>): number {
  const outlets = step ? outletsOf(step) : []
  if (!step || outlets.length < 2) return HANDLE
  const row = Math.max(0, outlets.indexOf(outletOf(link))) + 0.5
  const foot = (sizes.get(step.id)?.height ?? 0) - outlets.length * OUTLET_HEIGHT
  return (step.steps ? foot : STEP_HEIGHT) + row * OUTLET_HEIGHT
}

/** What "tidy" works on when these are selected: one container is its inside, one step alone is no choice. */
export function tidyScope(flow: Flow, selected: readonly string[]): ReadonlySet<string> | null {
  const [only] = selected
  if (only === undefined) return null
  if (selected.length > 1) return new Set(selected)
  const step = allSteps(flow.steps).find(({ id }) => id === only)
  return step?.steps ? new Set([only]) : null
}
