/** Links as people draw them: which may be drawn, drawing one, taking some away. */
import { type Flow, findStep, type Graph, type Link, outletOf, parentOf, sameLink } from "./definition"
import { downstream, editEveryGraph, editGraph } from "./graph"

/** The outlet `out` is not written down. */
export const asLink = (from: string, to: string, outlet: string): Link =>
  outlet === "out" ? { from, to } : { from, to, outlet }

/** The steps and links among which a step stands. */
export function graphAround(flow: Flow, id: string): Graph {
  const parent = parentOf(flow, id)
  return parent ? { steps: parent.steps ?? [], links: parent.links ?? [] } : flow
}

/** Why a link may not be drawn, in words; null when it may. Both ends stand in one graph, and no cycle appears. */
export function linkProblem(flow: Flow, link: Link): string | null {
  if (link.from === link.to) return "A step cannot follow itself."
  if (!findStep(flow, link.from) || !findStep(flow, link.to)) return "That step is gone."
  if (parentOf(flow, link.from)?.id !== parentOf(flow, link.to)?.id) return "Links cannot cross the border of a loop."
  const graph = graphAround(flow, link.from)
  if (graph.links.some((other) => sameLink(other, link))) return "These steps are linked already."
  if (downstream(graph, link.to).has(link.from)) return "That would make a circle. Use a loop to repeat steps."
  return null
}

export function addLink(flow: Flow, link: Link): Flow {
  if (linkProblem(flow, link) !== null) return flow
  const clean = asLink(link.from, link.to, outletOf(link))
  return editGraph(flow, parentOf(flow, link.from)?.id ?? null, (graph) => ({
    ...graph,
    links: [...graph.links, clean],
  }))
}

export function removeLinks(flow: Flow, gone: readonly Link[]): Flow {
  const stays = (link: Link) => !gone.some((other) => sameLink(other, link))
  return editEveryGraph(flow, (graph) =>
    graph.links.every(stays) ? graph : { ...graph, links: graph.links.filter(stays) },
  )
}
