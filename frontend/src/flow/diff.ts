/**
 * What differs between two definitions in meaning.
 *
 * For: publishing, comparing versions, the canvas that shows both. It says nothing when both mean the same, and never
 * nothing when they do not.
 * Not here: words for it (`diffWords`), drawing it (`diffDrawing`).
 */
import {
  type ConfigVariable,
  type Definition,
  type Flow,
  type Graph,
  type Link,
  outletOf,
  type Step,
} from "./definition"
import { type FieldChange, fieldChanges, sameJson } from "./diffFields"
import { type PageChange, pageChanges } from "./diffPages"
import { renamedSteps, withNewIds } from "./diffRenames"
import { inOrder } from "./graph"
import { matched } from "./matching"
import { definitionFields, endpointFields, flowFields, stepFields, variableFields } from "./meaning"
import { configPages } from "./pages"

export type ChangeKind = "added" | "removed" | "renamed" | "changed"

export interface StepChange {
  kind: ChangeKind
  /** As it is now; of a removed one, as it was. */
  id: string
  /** The old id of a renamed step. */
  was: string | null
  step: Step
  /** The container it stands in. */
  parent: string | null
  fields: FieldChange[]
}

export interface LinkChange {
  kind: "added" | "removed"
  link: Link
  parent: string | null
}

export interface FlowChange {
  kind: "added" | "removed" | "changed"
  key: string
  name: string
  settings: FieldChange[]
  steps: StepChange[]
  links: LinkChange[]
}

export interface VariableChange {
  kind: "added" | "removed" | "changed"
  key: string
  name: string
  fields: FieldChange[]
}

export interface DefinitionChange {
  /** Name, description. */
  settings: FieldChange[]
  endpoint: FieldChange[]
  configVariables: VariableChange[]
  configPages: PageChange[]
  flows: FlowChange[]
}

export function diff(before: Definition, after: Definition): DefinitionChange {
  return {
    settings: [
      ...fieldChanges(definitionFields(before), definitionFields(after)),
      ...orderChange("order of flows", keysOf(before.flows), keysOf(after.flows)),
      ...orderChange("order of config pages", namesOf(before), namesOf(after)),
      ...orderChange("order of config variables", keysOf(before.configVariables), keysOf(after.configVariables)),
    ],
    endpoint: fieldChanges(endpointFields(before.endpoint), endpointFields(after.endpoint)),
    configVariables: variableChanges(before.configVariables ?? [], after.configVariables ?? []),
    configPages: pageChanges(configPages(before), configPages(after)),
    flows: flowChanges(before.flows, after.flows),
  }
}

export function isSame(change: DefinitionChange): boolean {
  const { settings, endpoint, configVariables, configPages: pages, flows } = change
  return settings.length + endpoint.length + configVariables.length + pages.length + flows.length === 0
}

const keysOf = (items: readonly { key: string }[] = []): string[] => items.map(({ key }) => key)

const namesOf = (definition: Definition): string[] => configPages(definition).map(({ name }) => name)

/** Only where nothing came or went: else the order changed by that alone. */
function orderChange(what: string, before: string[], after: string[]): FieldChange[] {
  const sameMembers = sameJson(before.toSorted(), after.toSorted())
  return sameMembers && !sameJson(before, after) ? [{ path: [what], before, after }] : []
}

function variableChanges(before: ConfigVariable[], after: ConfigVariable[]): VariableChange[] {
  return matched(before, after, ({ key }) => key).flatMap(([old, now]): VariableChange[] => {
    const variable = now ?? old
    if (!variable) return []
    const { key, name } = variable
    if (!old || !now) return [{ kind: old ? "removed" : "added", key, name, fields: [] }]
    const fields = fieldChanges(variableFields(old), variableFields(now))
    return fields.length > 0 ? [{ kind: "changed", key, name, fields }] : []
  })
}

function flowChanges(before: Flow[], after: Flow[]): FlowChange[] {
  return matched(before, after, ({ key }) => key).flatMap(([old, now]): FlowChange[] => {
    const flow = now ?? old
    if (!flow) return []
    const nothing: Flow = { key: flow.key, name: flow.name, steps: [], links: [] }
    const change: FlowChange = {
      kind: !old ? "added" : !now ? "removed" : "changed",
      key: flow.key,
      name: flow.name,
      settings: old && now ? fieldChanges(flowFields(old), flowFields(now)) : [],
      ...graphChanges(old ?? nothing, now ?? nothing),
    }
    if (change.kind === "changed" && change.steps.length + change.links.length === 0)
      change.settings.push(...stepOrder(old ?? nothing, now ?? nothing))
    const silent = change.settings.length + change.steps.length + change.links.length === 0
    return silent && change.kind === "changed" ? [] : [change]
  })
}

function graphChanges(old: Flow, now: Flow): Pick<FlowChange, "steps" | "links"> {
  const renamed = renamedSteps(old, now)
  const wasCalled = new Map([...renamed].map(([was, id]) => [id, was]))
  const before = withNewIds(old, renamed)
  const steps = matched(placed(before, null), placed(now, null), ({ step }) => step.id).flatMap(
    ([from, to]): StepChange[] => {
      if (!to) return from ? [{ ...from, kind: "removed", id: from.step.id, was: null, fields: [] }] : []
      const { id } = to.step
      if (!from) return [{ ...to, kind: "added", id, was: null, fields: [] }]
      const fields = [
        ...fieldChanges(from.parent ?? undefined, to.parent ?? undefined, ["inside"]),
        ...fieldChanges(stepFields(from.step), stepFields(to.step)),
      ]
      const was = wasCalled.get(id) ?? null
      if (was === null && fields.length === 0) return []
      return [{ ...to, kind: was === null ? "changed" : "renamed", id, was, fields }]
    },
  )
  return { steps, links: linkChanges(before, now) }
}

interface Placed {
  step: Step
  parent: string | null
}

function placed(graph: Graph, parent: string | null): Placed[] {
  return graph.steps.flatMap((step) => [{ step, parent }, ...placed(inside(step), step.id)])
}

const inside = (step: Step): Graph => ({ steps: step.steps ?? [], links: step.links ?? [] })

function linkChanges(before: Flow, after: Flow): LinkChange[] {
  const [olds, news] = [linksOf(before, null), linksOf(after, null)]
  const added = [...news].filter(([key]) => !olds.has(key)).map(([, found]) => ({ kind: "added" as const, ...found }))
  const removed = [...olds]
    .filter(([key]) => !news.has(key))
    .map(([, found]) => ({ kind: "removed" as const, ...found }))
  return [...added, ...removed]
}

function linksOf(graph: Graph, parent: string | null): Map<string, { link: Link; parent: string | null }> {
  const own = graph.links.map(
    (link) => [JSON.stringify([parent, link.from, outletOf(link), link.to]), { link, parent }] as const,
  )
  return new Map([...own, ...graph.steps.flatMap((step) => [...linksOf(inside(step), step.id)])])
}

/** The order decides whose result is the flow's when several steps end it, so it is the order in which links lead. */
function stepOrder(before: Flow, after: Flow): FieldChange[] {
  return orderChange("order of steps", runOrder(before), runOrder(after))
}

const runOrder = (graph: Graph): string[] => inOrder(graph).flatMap((step) => [step.id, ...runOrder(inside(step))])
