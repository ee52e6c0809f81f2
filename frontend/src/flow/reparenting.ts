/** Moving steps into a container, out of it, or from one to another. */
import { allSteps, type Flow, findStep, type Layout, type Link, parentOf, type Step } from "./definition"
import { editEveryGraph, editGraph } from "./graph"

/**
 * The steps with the links among them go to container `parent` (null: the flow itself). Links to steps that stay behind are
 * cut, since links cannot cross the border of a container. Nothing changes when a container would end up inside itself.
 */
export function reparent(flow: Flow, ids: readonly string[], parent: string | null, positions: Layout): Flow {
  if (parent !== null && !findStep(flow, parent)?.steps) return flow
  const moving = outermost(flow, ids).filter((step) => (parentOf(flow, step.id)?.id ?? null) !== parent)
  const within = new Set(allSteps(moving).map((step) => step.id))
  if (moving.length === 0 || (parent !== null && within.has(parent))) return flow
  const gone = new Set(moving.map((step) => step.id))
  const along: Link[] = []
  const without = editEveryGraph(flow, (graph) => {
    if (!graph.steps.some((step) => gone.has(step.id))) return graph
    along.push(...graph.links.filter((link) => gone.has(link.from) && gone.has(link.to)))
    return {
      steps: graph.steps.filter((step) => !gone.has(step.id)),
      links: graph.links.filter((link) => !gone.has(link.from) && !gone.has(link.to)),
    }
  })
  const places = Object.entries(positions).filter(([id]) => findStep(flow, id))
  const placed = { ...without, layout: { ...flow.layout, ...Object.fromEntries(places) } }
  return editGraph(placed, parent, (graph) => ({
    steps: [...graph.steps, ...moving],
    links: [...graph.links, ...along],
  }))
}

/** The steps of these ids, without those that go along inside another of them. */
function outermost(flow: Flow, ids: readonly string[]): Step[] {
  const chosen = allSteps(flow.steps).filter((step) => ids.includes(step.id))
  const inside = new Set(chosen.flatMap((step) => allSteps(step.steps ?? [])).map((step) => step.id))
  return chosen.filter((step) => !inside.has(step.id))
}
