/** Taking steps out of a flow, with their links and places. */
import { allSteps, type Flow, type Graph, type Link, outletOf, sameLink } from "./definition"
import { editEveryGraph } from "./graph"
import { asLink } from "./linking"

export function removeSteps(flow: Flow, ids: ReadonlySet<string>): Flow {
  const pruned = editEveryGraph(flow, (graph) => {
    if (!graph.steps.some((step) => ids.has(step.id))) return graph
    return { steps: graph.steps.filter((step) => !ids.has(step.id)), links: bridged(graph, ids) }
  })
  if (pruned === flow) return flow
  const left = new Set(allSteps(pruned.steps).map((step) => step.id))
  const layout = Object.fromEntries(Object.entries(flow.layout ?? {}).filter(([id]) => left.has(id)))
  return { ...pruned, layout }
}

/** Links without the removed steps. Where one step left a chain, its neighbours are joined. */
function bridged(graph: Graph, gone: ReadonlySet<string>): Link[] {
  const links = graph.links.filter((link) => !gone.has(link.from) && !gone.has(link.to))
  if (gone.size !== 1) return links
  const into = graph.links.filter((link) => gone.has(link.to))
  const out = graph.links.filter((link) => gone.has(link.from))
  const [source, target] = [into[0], out[0]]
  if (into.length !== 1 || out.length !== 1 || !source || !target || outletOf(target) !== "out") return links
  const bridge = asLink(source.from, target.to, outletOf(source))
  return links.some((link) => sameLink(link, bridge)) ? links : [...links, bridge]
}
