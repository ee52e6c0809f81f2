/** Bringing one new step into a flow: beside others, linked to one, or spliced into a link. */
import { joinNeighbours } from "./annotating"
import {
  allSteps,
  type Flow,
  findStep,
  type Link,
  outletOf,
  type Point,
  parentOf,
  type Step,
  sameLink,
} from "./definition"
import { COLUMN, completeLayout, GAP, makeRoom, STEP_WIDTH, sizeOf } from "./geometry"
import { editGraph } from "./graph"
import { asLink, graphAround } from "./linking"

export interface Newcomer {
  step: Step
  /** The container it goes into; null for the flow itself. */
  parent: string | null
  at: Point
  /** Where the link to it leaves from; nothing is linked when that step does not stand beside it. */
  after?: { step: string; outlet: string }
}

export function addStep(flow: Flow, { step, parent, at, after }: Newcomer): Flow {
  if (!isFree(flow, step) || (parent !== null && !findStep(flow, parent)?.steps)) return flow
  const placed = { ...flow, layout: { ...flow.layout, [step.id]: at } }
  return editGraph(placed, parent, (graph) => {
    const linked = after && graph.steps.some((other) => other.id === after.step)
    const link: Link[] = linked ? [asLink(after.step, step.id, after.outlet)] : []
    return { steps: [...graph.steps, step], links: [...graph.links, ...link] }
  })
}

export function insertOnLink(flow: Flow, link: Link, step: Step): Flow {
  const graph = graphAround(flow, link.from)
  if (!isFree(flow, step) || !graph.links.some((other) => sameLink(other, link))) return flow
  const layout = completeLayout(flow)
  const [from, to] = [layout[link.from] ?? { x: 0, y: 0 }, layout[link.to] ?? { x: COLUMN, y: 0 }]
  // A container may be much wider than a step.
  const source = findStep(flow, link.from)
  const x = from.x + (source ? sizeOf(source, layout).width : STEP_WIDTH) + GAP
  const room = Math.max(0, x + sizeOf(step, layout).width + GAP - to.x)
  const positions = { ...makeRoom(graph, layout, link.to, room), [step.id]: { x, y: to.y } }
  const parent = parentOf(flow, link.from)?.id ?? null
  const spliced = editGraph({ ...flow, layout: { ...layout, ...positions } }, parent, ({ steps, links }) => ({
    steps: [...steps, step],
    links: links.flatMap((other) =>
      sameLink(other, link) ? [asLink(link.from, step.id, outletOf(link)), { from: step.id, to: link.to }] : [other],
    ),
  }))
  return joinNeighbours(spliced, step.id, link.from, link.to)
}

/** No step of the flow, nor another one inside it, has its id or one of those inside it. */
function isFree(flow: Flow, step: Step): boolean {
  const ids = allSteps([step]).map(({ id }) => id)
  const taken = new Set(allSteps(flow.steps).map(({ id }) => id))
  return new Set(ids).size === ids.length && !ids.some((id) => taken.has(id))
}
