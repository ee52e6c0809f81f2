/** For property tests: any edit of any integration. What must hold afterwards: `soundness`. */
import fc, { type Arbitrary } from "fast-check"
import { allSteps, type Definition, type Link, PAPERS } from "../definition"
import type { FlowField, Operation } from "../operations"
import {
  annotationId,
  anyClip,
  cases,
  endpoint,
  flowOf,
  graph,
  group,
  input,
  layout,
  note,
  pages,
  place,
  settings,
  variables,
} from "./documents"
import { anyId, FLOW_KEYS, POOL, word } from "./names"

const flowKey = fc.constantFrom(...FLOW_KEYS, "gone")
const parent = fc.option(anyId)
const outlet = fc.constantFrom("out", "yes", "no", "error", "else")
const link: Arbitrary<Link> = fc.record({ from: anyId, to: anyId, outlet }, { requiredKeys: ["from", "to"] })
const step = graph.map(({ steps: [first] }) => first).filter((found) => found !== undefined)
const ids = fc.array(anyId, { minLength: 1, maxLength: 6 })
const newId = fc.oneof(
  anyId,
  fc.constantFrom("fresh", "fresh_2", "trigger", "1st", "a b", "__proto__", "constructor", "x".repeat(60)),
)

const fields: { [Field in FlowField]: Arbitrary<unknown> } = {
  name: fc.constantFrom("Main", "Other"),
  description: word,
  response: fc.constantFrom("async", "sync"),
  policy: fc.constantFrom({ dedupe: { id: { reference: "a.results.id" } } }, undefined),
}

const fieldOf = <Field extends string>(values: { [F in Field]: Arbitrary<unknown> }) =>
  fc.constantFrom(...(Object.keys(values) as Field[])).chain((field) => fc.tuple(fc.constant(field), values[field]))

type Kind = Operation["kind"]

/** One generator for each kind: a new kind without one does not compile. */
const EDITS: { [K in Exclude<Kind, "batch">]: Arbitrary<Extract<Operation, { kind: K }>> } = {
  addStep: fc.record(
    {
      kind: fc.constant("addStep" as const),
      flow: flowKey,
      step,
      parent,
      at: place,
      after: fc.record({ step: anyId, outlet }),
    },
    { requiredKeys: ["kind", "flow", "step", "parent", "at"] },
  ),
  removeSteps: fc.record({ kind: fc.constant("removeSteps" as const), flow: flowKey, ids }),
  moveSteps: fc.record({ kind: fc.constant("moveSteps" as const), flow: flowKey, positions: layout }),
  reparent: fc.record({ kind: fc.constant("reparent" as const), flow: flowKey, ids, parent, positions: layout }),
  addLink: fc.record({ kind: fc.constant("addLink" as const), flow: flowKey, link }),
  removeLinks: fc.record({ kind: fc.constant("removeLinks" as const), flow: flowKey, links: fc.array(link) }),
  insertOnLink: fc.record({ kind: fc.constant("insertOnLink" as const), flow: flowKey, link, step }),
  setInput: fc.record({
    kind: fc.constant("setInput" as const),
    flow: flowKey,
    step: anyId,
    name: fc.constantFrom("cases", "message"),
    input: fc.oneof(cases, input, fc.constant(undefined)),
  }),
  setStepField: fc
    .tuple(flowKey, anyId, fieldOf(settings))
    .map(([flow, id, [field, value]]) => ({ kind: "setStepField", flow, step: id, field, value })),
  renameStep: fc.record({ kind: fc.constant("renameStep" as const), flow: flowKey, step: anyId, id: newId }),
  paste: fc.record({ kind: fc.constant("paste" as const), flow: flowKey, parent, clip: anyClip, at: place }),
  addFlow: fc
    .constantFrom("main", "third")
    .chain(flowOf)
    .map((flow) => ({ kind: "addFlow", flow })),
  removeFlow: fc.record({ kind: fc.constant("removeFlow" as const), flow: flowKey }),
  setFlowField: fc
    .tuple(flowKey, fieldOf(fields))
    .map(([flow, [field, value]]) => ({ kind: "setFlowField", flow, field, value })),
  setEndpoint: endpoint.map((config) => ({ kind: "setEndpoint", endpoint: config })),
  addNote: fc.record({ kind: fc.constant("addNote" as const), flow: flowKey, note }),
  setNote: fc.record({
    kind: fc.constant("setNote" as const),
    flow: flowKey,
    note: annotationId,
    change: fc.record({ text: word, color: fc.constantFrom(...PAPERS), at: place }, { requiredKeys: [] }),
  }),
  moveNotes: fc.record({
    kind: fc.constant("moveNotes" as const),
    flow: flowKey,
    positions: fc.dictionary(annotationId, place, { maxKeys: 3 }),
  }),
  removeNotes: fc.record({ kind: fc.constant("removeNotes" as const), flow: flowKey, ids: fc.array(annotationId) }),
  addGroup: fc.record({ kind: fc.constant("addGroup" as const), flow: flowKey, group }),
  setGroup: fc.record({
    kind: fc.constant("setGroup" as const),
    flow: flowKey,
    group: annotationId,
    change: fc.record(
      { title: word, color: fc.constantFrom(...PAPERS), collapsed: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
  joinGroup: fc.record({ kind: fc.constant("joinGroup" as const), flow: flowKey, group: annotationId, steps: ids }),
  leaveGroups: fc.record({ kind: fc.constant("leaveGroups" as const), flow: flowKey, steps: ids }),
  removeGroups: fc.record({ kind: fc.constant("removeGroups" as const), flow: flowKey, ids: fc.array(annotationId) }),
  setConfigVariables: variables.map((list) => ({ kind: "setConfigVariables", variables: list })),
  renameVariable: fc.record({
    kind: fc.constant("renameVariable" as const),
    key: fc.constantFrom("region", "limit", "gone"),
    to: fc.oneof(fc.record({ name: fc.string() }), fc.record({ key: fc.constantFrom("region", "limit", "area") })),
  }),
  setConfigPages: pages.map((list) => ({ kind: "setConfigPages", pages: list })),
}

const single = fc.oneof(...(Object.values(EDITS) as Arbitrary<Operation>[]))

export const anyOperation: Arbitrary<Operation> = fc.oneof(
  { weight: 9, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.array(single, { maxLength: 4 }).map((operations): Operation => ({ kind: "batch", operations })),
  },
)

/** The same edit of steps, containers and links that are there: chance alone seldom names several that belong together. */
export function aimed(document: Definition, operation: Operation): Operation {
  if (operation.kind === "batch")
    return { ...operation, operations: operation.operations.map((one) => aimed(document, one)) }
  const flow = document.flows.find((each) => "flow" in operation && each.key === operation.flow)
  if (!flow) return operation
  const steps = allSteps(flow.steps)
  const links = [...flow.links, ...steps.flatMap((each) => each.links ?? [])]
  const oneOf = <T>(list: readonly T[], id: string): T | undefined => list[Math.max(0, POOL.indexOf(id)) % list.length]
  const there = (id: string) => oneOf(steps, id)?.id ?? id
  const holder = (id: string | null) =>
    id &&
    (oneOf(
      steps.filter((each) => each.steps),
      id,
    )?.id ??
      id)
  switch (operation.kind) {
    case "removeSteps":
      return { ...operation, ids: operation.ids.map(there) }
    case "reparent":
      return { ...operation, ids: operation.ids.map(there), parent: holder(operation.parent) }
    case "addStep":
      return {
        ...operation,
        parent: holder(operation.parent),
        ...(operation.after && { after: { ...operation.after, step: there(operation.after.step) } }),
      }
    case "paste":
      return { ...operation, parent: holder(operation.parent) }
    case "addLink":
      return {
        ...operation,
        link: { ...operation.link, from: there(operation.link.from), to: there(operation.link.to) },
      }
    case "removeLinks":
      return { ...operation, links: operation.links.map((each) => oneOf(links, each.from) ?? each) }
    case "insertOnLink":
      return { ...operation, link: oneOf(links, operation.link.from) ?? operation.link }
    case "joinGroup":
    case "leaveGroups":
      return { ...operation, steps: operation.steps.map(there) }
    case "addGroup":
      return { ...operation, group: { ...operation.group, steps: operation.group.steps.map(there) } }
    case "setStepField":
    case "setInput":
    case "renameStep":
      return { ...operation, step: there(operation.step) }
    default:
      return operation
  }
}
