/** The steps of a flow one after the other, as somebody reads who cannot see the canvas. */
import type { Flow, Graph, Step } from "./definition"
import { inOrder } from "./graph"

export interface Place {
  step: Step
  /** Container steps around it; 0 for a step of the flow itself. */
  depth: number
  parent: string | null
  /** Counted through the whole flow, from 1. */
  number: number
  outgoing: number
}

/** In flow order; what a container holds follows it. */
export function placesOf(flow: Flow): Place[] {
  const places: Place[] = []
  const walk = (graph: Graph, depth: number, parent: string | null) => {
    const outgoing = new Map<string, number>()
    for (const link of graph.links) outgoing.set(link.from, (outgoing.get(link.from) ?? 0) + 1)
    for (const step of inOrder(graph)) {
      places.push({ step, depth, parent, number: places.length + 1, outgoing: outgoing.get(step.id) ?? 0 })
      if (step.steps) walk({ steps: step.steps, links: step.links ?? [] }, depth + 1, step.id)
    }
  }
  walk(flow, 0, null)
  return places
}

/** `Branch on value, 3 of 9, 2 outgoing`; what kind of step it is comes second when it has a name of its own. */
export function placeWords({ step, number, outgoing }: Place, title: string, count: number): string {
  const named = step.name && step.name !== title ? `${step.name}, ${title}` : title
  return `${named}, ${number} of ${count}, ${outgoing} outgoing${step.disabled ? ", disabled" : ""}`
}
