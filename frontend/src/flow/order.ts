/** The steps of a flow one after the other, as somebody reads who cannot see the canvas. */
import type { Flow, Graph, Step } from "./definition"

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
    for (const step of inReadingOrder(graph)) {
      places.push({ step, depth, parent, number: places.length + 1, outgoing: outgoing.get(step.id) ?? 0 })
      if (step.steps) walk({ steps: step.steps, links: step.links ?? [] }, depth + 1, step.id)
    }
  }
  walk(flow, 0, null)
  return places
}

/** Each after all it depends on, one branch to its end before the next; those in a circle come last. */
function inReadingOrder({ steps, links }: Graph): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const followers = new Map<string, string[]>()
  const waiting = new Map(steps.map((step) => [step.id, 0]))
  for (const { from, to } of links) {
    if (!byId.has(from) || !byId.has(to)) continue
    followers.set(from, [...(followers.get(from) ?? []), to])
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  const ready = steps.filter((step) => waiting.get(step.id) === 0).toReversed()
  const read = new Set<Step>()
  for (let step = ready.pop(); step; step = ready.pop()) {
    read.add(step)
    for (const id of (followers.get(step.id) ?? []).toReversed()) {
      const left = (waiting.get(id) ?? 0) - 1
      waiting.set(id, left)
      const follower = byId.get(id)
      if (left === 0 && follower) ready.push(follower)
    }
  }
  return [...read, ...steps.filter((step) => !read.has(step))]
}

/** `Branch on value, 3 of 9, 2 outgoing`; what kind of step it is comes second when it has a name of its own. */
export function placeWords({ step, number, outgoing }: Place, title: string, count: number): string {
  const named = step.name && step.name !== title ? `${step.name}, ${title}` : title
  return `${named}, ${number} of ${count}, ${outgoing} outgoing${step.disabled ? ", disabled" : ""}`
}
