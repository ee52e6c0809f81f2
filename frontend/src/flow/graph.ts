/** Questions about a graph, and edits of one level of it (a flow, or the inside of a container). */
import type { Flow, Graph, Step } from "./definition"

/** Changes the graph inside container `parent` (null: the flow itself). The same flow when nothing changed. */
export function editGraph(flow: Flow, parent: string | null, edit: (graph: Graph) => Graph): Flow {
  if (parent === null) {
    const graph = edit(flow)
    return graph.steps === flow.steps && graph.links === flow.links
      ? flow
      : { ...flow, steps: graph.steps, links: graph.links }
  }
  return editSteps(flow, (step) => {
    if (step.id !== parent) return step
    const before = { steps: step.steps ?? [], links: step.links ?? [] }
    const { steps, links } = edit(before)
    return steps === before.steps && links === before.links ? step : { ...step, steps, links }
  })
}

/** Changes steps at any depth; untouched ones keep their identity, so only what changed is drawn again. */
export function editSteps(flow: Flow, edit: (step: Step) => Step): Flow {
  const steps = mapSteps(flow.steps, edit)
  return steps === flow.steps ? flow : { ...flow, steps }
}

function mapSteps(steps: Step[], edit: (step: Step) => Step): Step[] {
  let changed = false
  const next = steps.map((step) => {
    const inner = step.steps && mapSteps(step.steps, edit)
    const edited = edit(inner === step.steps ? step : { ...step, ...(inner && { steps: inner }) })
    if (edited !== step) changed = true
    return edited
  })
  return changed ? next : steps
}

/** Changes the graph of every level: the flow's own and each container's. */
export function editEveryGraph(flow: Flow, edit: (graph: Graph) => Graph): Flow {
  const inside = editSteps(flow, (step) => {
    if (!step.steps) return step
    const before = { steps: step.steps, links: step.links ?? [] }
    const { steps, links } = edit(before)
    return steps === before.steps && links === before.links ? step : { ...step, steps, links }
  })
  return editGraph(inside, null, edit)
}

/** Ids reachable from `start` by following links forward, `start` itself included. */
export function downstream(graph: Graph, start: string): Set<string> {
  return reach(start, (id) => graph.links.filter((link) => link.from === id).map((link) => link.to))
}

/** Ids from which `end` can be reached, `end` itself excluded unless it stands in a cycle. */
export function upstream(graph: Graph, end: string): Set<string> {
  const before = (id: string) => graph.links.filter((link) => link.to === id).map((link) => link.from)
  const found = new Set<string>()
  for (const id of before(end)) for (const earlier of reach(id, before)) found.add(earlier)
  return found
}

function reach(start: string, next: (id: string) => string[]): Set<string> {
  const found = new Set([start])
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next(id)) {
      if (found.has(other)) continue
      found.add(other)
      waiting.push(other)
    }
  }
  return found
}

/** Steps in an order in which each comes after all it depends on; those in a cycle come last, as they stand. */
export function inOrder(graph: Graph): Step[] {
  const waiting = new Map(graph.steps.map((step) => [step.id, 0]))
  for (const link of graph.links) if (waiting.has(link.to)) waiting.set(link.to, (waiting.get(link.to) ?? 0) + 1)
  const ready = graph.steps.filter((step) => waiting.get(step.id) === 0)
  const ordered: Step[] = []
  for (let step = ready.shift(); step; step = ready.shift()) {
    ordered.push(step)
    for (const link of graph.links) {
      if (link.from !== step.id) continue
      const left = (waiting.get(link.to) ?? 0) - 1
      waiting.set(link.to, left)
      const target = left === 0 && graph.steps.find((other) => other.id === link.to)
      if (target) ready.push(target)
    }
  }
  return [...ordered, ...graph.steps.filter((step) => !ordered.includes(step))]
}
