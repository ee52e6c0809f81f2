/** Moving steps into a container, out of it, or from one to another. */
import { allSteps, type Flow, findStep, type Layout, type Link, parentOf, type Step } from "./definition"
import { editEveryGraph, editGraph } from "./graph"

/**
 * The steps with the links among them go to container `parent` (null: the flow itself). Links to steps that stay behind are
 * cut, since links cannot cross the border of a container. Nothing changes when a container would end up inside itself.
 */
export function reparent(flow: Flow, ids: readonly string[], parent: string | null, positions: Layout): Flow {
  const moving = ids.map((id) => findStep(flow, id)).filter((step): step is Step => step !== undefined)
  const within = new Set(allSteps(moving).map((step) => step.id))
  if (moving.length === 0 || (parent !== null && (within.has(parent) || !findStep(flow, parent)?.steps))) return flow
  if (moving.every((step) => (parentOf(flow, step.id)?.id ?? null) === parent)) return flow
  const gone = new Set(ids)
  const along: Link[] = []
  const without = editEveryGraph(flow, (graph) => {
    if (!graph.steps.some((step) => gone.has(step.id))) return graph
    along.push(...graph.links.filter((link) => gone.has(link.from) && gone.has(link.to)))
    return {
      steps: graph.steps.filter((step) => !gone.has(step.id)),
      links: graph.links.filter((link) => !gone.has(link.from) && !gone.has(link.to)),
    }
  })
  const placed = { ...without, layout: { ...flow.layout, ...positions } }
  return editGraph(placed, parent, (graph) => ({
    steps: [...graph.steps, ...moving],
    links: [...graph.links, ...along],
  }))
}
