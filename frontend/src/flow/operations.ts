/**
 * Edits of a definition, as data, and the one pure function that carries them out.
 *
 * For: everything the editor can do to the document. An edit that makes no sense any more (its step is gone) changes nothing.
 * Not here: who may edit, undo (`history`), saving. Bigger gestures are a `batch` of these.
 */
import { type Clip, pasteClip } from "./clipboard"
import {
  type ConfigVariable,
  type Definition,
  type EndpointConfig,
  type Flow,
  findFlow,
  findStep,
  type Graph,
  type Input,
  type Layout,
  type Link,
  outletOf,
  type Point,
  parentOf,
  type Step,
  sameLink,
} from "./definition"
import { COLUMN, completeLayout, makeRoom } from "./geometry"
import { downstream, editEveryGraph, editGraph, editSteps } from "./graph"
import { clearOfGrowth } from "./growing"
import { stepIdProblem } from "./labels"
import { relink } from "./relinking"
import { reparent } from "./reparenting"
import { rewriteFlow } from "./rewriting"

export type StepField = "name" | "component" | "onError" | "retry" | "disabled" | "notes"
export type FlowField = "name" | "description" | "response" | "policy"

export type Operation =
  | {
      kind: "addStep"
      flow: string
      step: Step
      parent: string | null
      at: Point
      after?: { step: string; outlet: string }
    }
  | { kind: "removeSteps"; flow: string; ids: string[] }
  | { kind: "moveSteps"; flow: string; positions: Layout }
  | { kind: "reparent"; flow: string; ids: string[]; parent: string | null; positions: Layout }
  | { kind: "addLink"; flow: string; link: Link }
  | { kind: "removeLinks"; flow: string; links: Link[] }
  | { kind: "insertOnLink"; flow: string; link: Link; step: Step }
  | { kind: "setInput"; flow: string; step: string; name: string; input: Input | undefined }
  | { kind: "setStepField"; flow: string; step: string; field: StepField; value: unknown }
  | { kind: "renameStep"; flow: string; step: string; id: string }
  | { kind: "paste"; flow: string; parent: string | null; clip: Clip; at: Point }
  | { kind: "addFlow"; flow: Flow }
  | { kind: "removeFlow"; flow: string }
  | { kind: "setFlowField"; flow: string; field: FlowField; value: unknown }
  | { kind: "setEndpoint"; endpoint: EndpointConfig }
  | { kind: "setConfigVariables"; variables: ConfigVariable[] }
  | { kind: "batch"; operations: Operation[] }

/** The document after the edit; the very same object when nothing changed. */
export function apply(document: Definition, operation: Operation): Definition {
  switch (operation.kind) {
    case "batch":
      return operation.operations.reduce(apply, document)
    case "addFlow":
      return findFlow(document, operation.flow.key)
        ? document
        : { ...document, flows: [...document.flows, operation.flow] }
    case "removeFlow":
      return removeFlow(document, operation.flow)
    case "setEndpoint":
      return { ...document, endpoint: operation.endpoint }
    case "setConfigVariables":
      return { ...document, configVariables: operation.variables }
    default:
      return onFlow(document, operation.flow, (flow) => applyToFlow(flow, operation))
  }
}

type FlowOperation = Exclude<
  Operation,
  { kind: "batch" | "addFlow" | "removeFlow" | "setEndpoint" | "setConfigVariables" }
>

function applyToFlow(flow: Flow, operation: FlowOperation): Flow {
  switch (operation.kind) {
    case "addStep":
      return clearOfGrowth(flow, addStep(flow, operation))
    case "removeSteps":
      return removeSteps(flow, new Set(operation.ids))
    case "moveSteps":
      return { ...flow, layout: { ...flow.layout, ...operation.positions } }
    case "reparent":
      return reparent(flow, operation.ids, operation.parent, operation.positions)
    case "addLink":
      return addLink(flow, operation.link)
    case "removeLinks":
      return keepLinks(flow, (link) => !operation.links.some((gone) => sameLink(gone, link)))
    case "insertOnLink":
      return clearOfGrowth(flow, insertOnLink(flow, operation.link, operation.step))
    case "setInput":
      return relink(
        flow,
        onStep(flow, operation.step, (step) => setInput(step, operation.name, operation.input)),
        operation.step,
      )
    case "setStepField":
      return relink(
        flow,
        onStep(flow, operation.step, (step) => setOrClear(step, operation.field, operation.value)),
        operation.step,
      )
    case "renameStep":
      return renameStep(flow, operation.step, operation.id).flow
    case "paste":
      return clearOfGrowth(flow, pasteClip(flow, operation.parent, operation.clip, operation.at))
    case "setFlowField":
      return setOrClear(flow, operation.field, operation.value)
  }
}

function onFlow(document: Definition, key: string, edit: (flow: Flow) => Flow): Definition {
  const at = document.flows.findIndex((flow) => flow.key === key)
  const flow = document.flows[at]
  if (!flow) return document
  const edited = edit(flow)
  return edited === flow ? document : { ...document, flows: document.flows.with(at, edited) }
}

function onStep(flow: Flow, id: string, edit: (step: Step) => Step): Flow {
  return editSteps(flow, (step) => (step.id === id ? edit(step) : step))
}

/** Absent and default are the same to the server; absent keeps the document readable. */
const ABSENT: Record<string, unknown> = { onError: "fail", disabled: false, notes: "", description: "" }

function setOrClear<T extends object>(target: T, field: string, value: unknown): T {
  const next = { ...target } as Record<string, unknown>
  if (value === undefined || (field in ABSENT && ABSENT[field] === value)) delete next[field]
  else next[field] = value
  return next as T
}

function setInput(step: Step, name: string, input: Input | undefined): Step {
  const inputs = { ...step.inputs }
  if (input === undefined) delete inputs[name]
  else inputs[name] = input
  return { ...step, inputs }
}

function addStep(flow: Flow, { step, parent, at, after }: Extract<Operation, { kind: "addStep" }>): Flow {
  if (findStep(flow, step.id) || (parent !== null && !findStep(flow, parent)?.steps)) return flow
  const link: Link[] = after ? [asLink(after.step, step.id, after.outlet)] : []
  const placed = { ...flow, layout: { ...flow.layout, [step.id]: at } }
  return editGraph(placed, parent, (graph) => ({ steps: [...graph.steps, step], links: [...graph.links, ...link] }))
}

const asLink = (from: string, to: string, outlet: string): Link =>
  outlet === "out" ? { from, to } : { from, to, outlet }

function removeSteps(flow: Flow, ids: ReadonlySet<string>): Flow {
  const pruned = editEveryGraph(flow, (graph) => {
    if (!graph.steps.some((step) => ids.has(step.id))) return graph
    return { steps: graph.steps.filter((step) => !ids.has(step.id)), links: bridged(graph, ids) }
  })
  if (pruned === flow) return flow
  const left = new Set(
    pruned.steps.flatMap(function idsOf(step): string[] {
      return [step.id, ...(step.steps ?? []).flatMap(idsOf)]
    }),
  )
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

/** Why a link may not be drawn, in words; null when it may. Both ends stand in one graph, and no cycle appears. */
export function linkProblem(flow: Flow, link: Link): string | null {
  if (link.from === link.to) return "A step cannot follow itself."
  if (!findStep(flow, link.from) || !findStep(flow, link.to)) return "That step is gone."
  const parent = parentOf(flow, link.from)
  if (parent?.id !== parentOf(flow, link.to)?.id) return "Links cannot cross the border of a loop."
  const graph: Graph = { steps: parent?.steps ?? flow.steps, links: parent ? (parent.links ?? []) : flow.links }
  if (graph.links.some((other) => sameLink(other, link))) return "These steps are linked already."
  if (downstream(graph, link.to).has(link.from)) return "That would make a circle. Use a loop to repeat steps."
  return null
}

function addLink(flow: Flow, link: Link): Flow {
  if (linkProblem(flow, link) !== null) return flow
  const clean = asLink(link.from, link.to, outletOf(link))
  return editGraph(flow, parentOf(flow, link.from)?.id ?? null, (graph) => ({
    ...graph,
    links: [...graph.links, clean],
  }))
}

function keepLinks(flow: Flow, keep: (link: Link) => boolean): Flow {
  return editEveryGraph(flow, (graph) =>
    graph.links.every(keep) ? graph : { ...graph, links: graph.links.filter(keep) },
  )
}

function insertOnLink(flow: Flow, link: Link, step: Step): Flow {
  const parent = parentOf(flow, link.from)
  const graph: Graph = { steps: parent?.steps ?? flow.steps, links: parent ? (parent.links ?? []) : flow.links }
  if (findStep(flow, step.id) || !graph.links.some((other) => sameLink(other, link))) return flow
  const layout = completeLayout(flow)
  const [from, to] = [layout[link.from] ?? { x: 0, y: 0 }, layout[link.to] ?? { x: COLUMN, y: 0 }]
  const room = Math.max(0, from.x + COLUMN * 2 - to.x)
  const positions = { ...makeRoom(graph, layout, link.to, room), [step.id]: { x: from.x + COLUMN, y: to.y } }
  return editGraph({ ...flow, layout: { ...layout, ...positions } }, parent?.id ?? null, ({ steps, links }) => ({
    steps: [...steps, step],
    links: links.flatMap((other) =>
      sameLink(other, link) ? [asLink(link.from, step.id, outletOf(link)), { from: step.id, to: link.to }] : [other],
    ),
  }))
}

/** `references` is how many mentions in inputs, templates and code followed the new id. An impossible id changes nothing. */
export function renameStep(flow: Flow, from: string, to: string): { flow: Flow; references: number } {
  if (from === to || !findStep(flow, from) || stepIdProblem(flow, from, to) !== null) return { flow, references: 0 }
  const rename = (id: string) => (id === from ? to : id)
  const { result, count } = rewriteFlow(flow, rename)
  const named = onStep(result, from, (step) => ({ ...step, id: to }))
  const linked = editEveryGraph(named, (graph) => ({
    ...graph,
    links: graph.links.map((link) => ({ ...link, from: rename(link.from), to: rename(link.to) })),
  }))
  const layout = Object.fromEntries(Object.entries(flow.layout ?? {}).map(([id, at]) => [rename(id), at]))
  return { flow: { ...linked, layout }, references: count }
}

function removeFlow(document: Definition, key: string): Definition {
  if (!findFlow(document, key)) return document
  const flows = document.flows.filter((flow) => flow.key !== key)
  if (document.endpoint?.preprocessFlow !== key) return { ...document, flows }
  return { ...document, flows, endpoint: { ...document.endpoint, preprocessFlow: null } }
}
