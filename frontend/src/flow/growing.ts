/**
 * Containers that grow push what follows them to the right, so that nothing comes to lie on top of them.
 *
 * For: steps that were added or pasted into a container. Not here: dragging, where the hand decides what overlaps.
 */
import { allSteps, type Flow, type Graph, type Layout, type Step } from "./definition"
import { completeLayout, sizeOf } from "./geometry"
import { downstream } from "./graph"

/** `after` is `before` with steps added. The very same flow when no container became wider. */
export function clearOfGrowth(before: Flow, after: Flow): Flow {
  if (before === after) return after
  const layout = completeLayout(after)
  const moved = pushed({ steps: after.steps, links: after.links }, layout, widthsOf(before))
  return moved ? { ...after, layout } : after
}

function widthsOf(flow: Flow): Map<string, number> {
  const layout = completeLayout(flow)
  const containers = allSteps(flow.steps).filter((step) => step.steps)
  return new Map(containers.map((step) => [step.id, sizeOf(step, layout).width]))
}

/** Moves followers in `layout`, the innermost level first: what moves there may widen the box around it. */
function pushed(graph: Graph, layout: Layout, widths: ReadonlyMap<string, number>): boolean {
  let any = false
  for (const step of graph.steps) {
    if (!step.steps) continue
    if (pushed({ steps: step.steps, links: step.links ?? [] }, layout, widths)) any = true
    if (pushFollowers(graph, step, layout, widths.get(step.id))) any = true
  }
  return any
}

function pushFollowers(graph: Graph, container: Step, layout: Layout, width: number | undefined): boolean {
  const growth = sizeOf(container, layout).width - (width ?? Number.POSITIVE_INFINITY)
  const left = layout[container.id]
  if (growth <= 0 || !left) return false
  let any = false
  for (const id of downstream(graph, container.id)) {
    const at = layout[id]
    if (id === container.id || !at || at.x < left.x + (width ?? 0)) continue
    layout[id] = { x: at.x + growth, y: at.y }
    any = true
  }
  return any
}
