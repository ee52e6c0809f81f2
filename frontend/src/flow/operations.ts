/**
 * Edits of a definition, as data, and the one pure function that carries them out.
 *
 * For: everything the editor can do to the document. An edit that makes no sense any more (its step is gone) changes nothing.
 * Not here: who may edit, undo (`history`), saving. Bigger gestures are a `batch` of these.
 */
import { addStep, insertOnLink, type Newcomer } from "./adding"
import { type AnnotationOperation, annotate, keepGroupsTrue } from "./annotating"
import { type Clip, pasteClip } from "./clipboard"
import { type NewNames, renameVariable } from "./configRenaming"
import {
  type ConfigVariable,
  type Definition,
  type EndpointConfig,
  type Flow,
  findFlow,
  findStep,
  type Input,
  type Layout,
  type Link,
  type Point,
  type Step,
} from "./definition"
import { editSteps } from "./graph"
import { clearOfGrowth } from "./growing"
import { addLink, removeLinks } from "./linking"
import type { ConfigPage } from "./pages"
import { relink } from "./relinking"
import { removeSteps } from "./removing"
import { renameStep } from "./renaming"
import { reparent } from "./reparenting"

export type StepField = "name" | "component" | "onError" | "retry" | "timeoutSeconds" | "disabled" | "notes"
export type FlowField = "name" | "description" | "response" | "policy"

export type Operation =
  | ({ kind: "addStep"; flow: string } & Newcomer)
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
  | { kind: "renameVariable"; key: string; to: NewNames }
  | { kind: "setConfigPages"; pages: ConfigPage[] }
  | AnnotationOperation
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
    case "renameVariable":
      return renameVariable(document, operation.key, operation.to).document
    case "setConfigPages":
      return { ...document, configPages: operation.pages }
    default:
      return onFlow(document, operation.flow, (flow) => applyToFlow(flow, operation))
  }
}

type FlowOperation = Exclude<
  Operation,
  {
    kind:
      | "batch"
      | "addFlow"
      | "removeFlow"
      | "setEndpoint"
      | "setConfigVariables"
      | "renameVariable"
      | "setConfigPages"
  }
>

function applyToFlow(flow: Flow, operation: FlowOperation): Flow {
  switch (operation.kind) {
    case "addStep":
      return clearOfGrowth(flow, addStep(flow, operation))
    case "removeSteps":
      return keepGroupsTrue(flow, removeSteps(flow, new Set(operation.ids)))
    case "moveSteps":
      return moveSteps(flow, operation.positions)
    case "reparent":
      return keepGroupsTrue(flow, reparent(flow, operation.ids, operation.parent, operation.positions))
    case "addLink":
      return addLink(flow, operation.link)
    case "removeLinks":
      return removeLinks(flow, operation.links)
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
    default:
      return annotate(flow, operation)
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
  const wanted = field in ABSENT && ABSENT[field] === value ? undefined : value
  if (next[field] === wanted) return target
  if (wanted === undefined) delete next[field]
  else next[field] = wanted
  return next as T
}

/** Places of steps that are there. Nothing changes when all of them stand there already. */
function moveSteps(flow: Flow, positions: Layout): Flow {
  const moved = Object.entries(positions).filter(([id, at]) => {
    const before = flow.layout?.[id]
    return (before?.x !== at.x || before.y !== at.y) && findStep(flow, id)
  })
  return moved.length === 0 ? flow : { ...flow, layout: { ...flow.layout, ...Object.fromEntries(moved) } }
}

function setInput(step: Step, name: string, input: Input | undefined): Step {
  if (step.inputs?.[name] === input) return step
  const inputs = { ...step.inputs }
  if (input === undefined) delete inputs[name]
  else inputs[name] = input
  return { ...step, inputs }
}

function removeFlow(document: Definition, key: string): Definition {
  if (!findFlow(document, key)) return document
  const flows = document.flows.filter((flow) => flow.key !== key)
  if (document.endpoint?.preprocessFlow !== key) return { ...document, flows }
  return { ...document, flows, endpoint: { ...document.endpoint, preprocessFlow: null } }
}
