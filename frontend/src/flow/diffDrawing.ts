/**
 * Two versions of a flow as one drawing.
 *
 * For: the flow as it is now, with what was removed put back where it stood, and a mark for whatever changed.
 * Not here: what changed (`diff`), colours and words for it.
 */
import { edgeId } from "./canvas"
import type { Flow, Graph, Layout, Link, Point, Step } from "./definition"
import { allSteps } from "./definition"
import type { ChangeKind, FlowChange } from "./diff"
import { completeLayout, freePlace } from "./geometry"
import { editGraph } from "./graph"

export interface DrawnChange {
  flow: Flow
  /** By step id and by edge id. */
  marks: Record<string, ChangeKind>
  /** The old ids of renamed steps. */
  was: Record<string, string>
}

/** One of the two may be missing: the flow was added or removed. */
export function drawChange(
  before: Flow | undefined,
  after: Flow | undefined,
  change: FlowChange | undefined,
): DrawnChange {
  const base: Flow = after ?? { ...(before as Flow), steps: [], links: [], layout: {} }
  if (!change) return { flow: base, marks: {}, was: {} }
  const removed = new Map(
    change.steps.flatMap((each) => (each.kind === "removed" ? [[each.id, each.step] as const] : [])),
  )
  const oldPlaces = before ? completeLayout(before) : {}
  let flow: Flow = { ...base, layout: completeLayout(base) }
  for (const { kind, step, parent } of change.steps)
    if (kind === "removed" && !removed.has(parent ?? ""))
      flow = withGhost(flow, ghostOf(step, removed), parent, oldPlaces)
  for (const { kind, link, parent } of change.links) if (kind === "removed") flow = withLink(flow, link, parent)
  return {
    flow,
    marks: {
      ...Object.fromEntries(change.steps.map(({ id, kind }) => [id, kind])),
      ...Object.fromEntries(change.links.map(({ link, kind }) => [edgeId(link), kind])),
    },
    was: Object.fromEntries(change.steps.flatMap(({ id, was }) => (was === null ? [] : [[id, was]]))),
  }
}

/** Of what a removed container held only what went with it: the rest lives on elsewhere. */
function ghostOf(step: Step, removed: ReadonlyMap<string, Step>): Step {
  if (!step.steps) return step
  return {
    ...step,
    steps: step.steps.filter(({ id }) => removed.has(id)).map((inner) => ghostOf(inner, removed)),
    links: [],
  }
}

/** Beside what stands in its place by now, if anything does. */
function withGhost(flow: Flow, ghost: Step, parent: string | null, places: Layout): Flow {
  const home = holderOf(flow, parent)
  const layout: Layout = { ...flow.layout }
  for (const { id } of allSteps(ghost.steps ?? [])) layout[id] = places[id] ?? CORNER
  layout[ghost.id] = freePlace(home.steps, layout, places[ghost.id] ?? CORNER)
  return editGraph({ ...flow, layout }, home.parent, ({ steps, links }) => ({ steps: [...steps, ghost], links }))
}

const CORNER: Point = { x: 40, y: 60 }

function withLink(flow: Flow, link: Link, parent: string | null): Flow {
  const ids = new Set(allSteps(flow.steps).map(({ id }) => id))
  if (!ids.has(link.from) || !ids.has(link.to)) return flow
  return editGraph(flow, holderOf(flow, parent).parent, ({ steps, links }) => ({ steps, links: [...links, link] }))
}

/** The container where there still is one, else the flow itself. */
function holderOf(flow: Flow, parent: string | null): { parent: string | null; steps: Graph["steps"] } {
  const holder = parent === null ? undefined : allSteps(flow.steps).find(({ id, steps }) => id === parent && steps)
  return holder ? { parent, steps: holder.steps ?? [] } : { parent: null, steps: flow.steps }
}
