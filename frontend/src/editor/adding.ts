/** Turning "this component, here" into one operation: a label, a free place, a link to what comes before. */
import type { Component } from "../api/types"
import { type Flow, findStep, type Graph, type Link, type Point, parentOf, type Step } from "../flow/definition"
import { COLUMN, CONTAINER, completeLayout, freePlace, makeRoom, placeAfter } from "../flow/geometry"
import { nextStepId, stepIds } from "../flow/labels"
import type { Operation } from "../flow/operations"
import { outletsOf } from "../flow/outlets"
import { freshStep } from "./catalogue"

export interface Wish {
  component: Component
  parent: string | null
  at?: Point | undefined
  after?: { step: string; outlet: string } | undefined
  before?: string | undefined
  link?: Link | undefined
}

export interface Addition {
  operation: Operation
  id: string
}

/** Returns the operation and the id of the new step. */
export function addition(flow: Flow, wish: Wish): Addition {
  const id = nextStepId(wish.component.key, stepIds(flow))
  const step = freshStep(wish.component, id)
  const isTrigger = wish.component.kind === "trigger"
  if (wish.link && !isTrigger) return { id, operation: { kind: "insertOnLink", flow: flow.key, link: wish.link, step } }
  if (wish.before !== undefined && !isTrigger) return { id, operation: putBefore(flow, step, wish.before) }
  const source = wish.after && !isTrigger ? findStep(flow, wish.after.step) : undefined
  // Triggers begin flows, so they never go into a container.
  const parent = isTrigger ? null : source ? (parentOf(flow, source.id)?.id ?? null) : wish.parent
  const graph = graphOf(flow, parent)
  const layout = completeLayout(flow)
  const at =
    wish.at ??
    (source ? placeAfter(graph, layout, source) : freePlace(graph.steps, layout, corner(graph, layout, parent)))
  const link = source && wish.after ? { after: wish.after } : {}
  return { id, operation: { kind: "addStep", flow: flow.key, step, parent, at, ...link } }
}

/** In its place, and all that led to it now leads to the newcomer; it moves right with all that follows. */
function putBefore(flow: Flow, step: Step, next: string): Operation {
  const parent = parentOf(flow, next)?.id ?? null
  const graph = graphOf(flow, parent)
  const layout = completeLayout(flow)
  const into = graph.links.filter((link) => link.to === next)
  return {
    kind: "batch",
    operations: [
      { kind: "moveSteps", flow: flow.key, positions: makeRoom(graph, layout, next, COLUMN) },
      { kind: "removeLinks", flow: flow.key, links: into },
      { kind: "addStep", flow: flow.key, step, parent, at: layout[next] ?? { x: 0, y: 0 } },
      ...into.map((link): Operation => ({ kind: "addLink", flow: flow.key, link: { ...link, to: step.id } })),
      { kind: "addLink", flow: flow.key, link: { from: step.id, to: next } },
    ],
  }
}

export function graphOf(flow: Flow, parent: string | null): Graph {
  const holder = parent === null ? undefined : findStep(flow, parent)
  return holder ? { steps: holder.steps ?? [], links: holder.links ?? [] } : flow
}

/** Below all that stands, at the left edge; in an empty container just under its header. */
function corner(graph: Graph, layout: Record<string, Point>, parent: string | null): Point {
  const points = graph.steps.map((step) => layout[step.id] ?? { x: 0, y: 0 })
  if (points.length === 0) return parent === null ? { x: 0, y: 0 } : { x: 40, y: CONTAINER.header + 16 }
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.max(...points.map(({ y }) => y)) }
}

/** What a click in the palette means: after the one selected step, at its first outlet that leads nowhere yet. */
export function afterSelection(flow: Flow, selected: readonly string[]): { step: string; outlet: string } | undefined {
  const [id] = selected
  const step = selected.length === 1 && id ? findStep(flow, id) : undefined
  if (!step) return undefined
  const { links } = graphOf(flow, parentOf(flow, step.id)?.id ?? null)
  const outlets = outletsOf(step)
  const free = outlets.find(
    (outlet) => !links.some((link) => link.from === step.id && (link.outlet ?? "out") === outlet),
  )
  return { step: step.id, outlet: free ?? outlets[0] ?? "out" }
}
