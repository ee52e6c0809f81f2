/** The promise of `diff`, held against whatever the editor can do to a document. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { allSteps, type Definition, type Flow, type Step } from "./definition"
import { type DefinitionChange, diff, isSame } from "./diff"
import { integration } from "./fixtures"
import { apply, type Operation } from "./operations"

/** The meaning again, said another way: what is left of a document when positions and defaults are gone. */
function meaning(definition: Definition): string {
  const boring = new Map<string, unknown[]>(
    Object.entries({
      ...{ onError: ["fail"], disabled: [false], notes: [""], description: [""], response: ["async"], outlet: ["out"] },
      ...{ unrouted: ["reject"], required: [false], credential: [null], flowName: [null], preprocessFlow: [null] },
    }),
  )
  const told = JSON.stringify(definition, (name, value: unknown) => {
    if (name === "layout" || boring.get(name)?.includes(value)) return undefined
    if (name === "inputs" && Object.keys(value as object).length === 0) return undefined
    if (name === "links") return (value as object[]).map((link) => JSON.stringify(link)).sort()
    if (name === "steps") return (value as Step[]).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  })
  return told
}

const ids = fc.constantFrom("a", "b", "c", "d", "e", "loop_1", "new_1")
const component = fc.constantFrom("code", "log", "map")
const input = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value) => ({ value })),
  ids.map((id) => ({ reference: `${id}.results.x` })),
  ids.map((id) => ({ template: `{{${id}.results}} and text` })),
)
const inputs = fc.dictionary(fc.constantFrom("code", "message", "url"), input, { maxKeys: 3, noNullPrototype: true })
const link = fc.record({ from: ids, to: ids, outlet: fc.constantFrom("out", "error") })
const at = fc.record({ x: fc.integer({ min: 0, max: 999 }), y: fc.integer({ min: 0, max: 999 }) })
const flowKey = fc.constantFrom("main", "other")

const flow = (key: string): fc.Arbitrary<Flow> =>
  fc
    .tuple(
      fc.uniqueArray(ids, { maxLength: 6 }),
      fc.array(fc.tuple(component, inputs), { minLength: 7, maxLength: 7 }),
      fc.nat(3),
    )
    .map(([chosen, contents, inner]): Flow => {
      const steps: Step[] = chosen.map((id, index) => ({
        id,
        component: contents[index]?.[0] ?? "log",
        inputs: contents[index]?.[1] ?? {},
      }))
      const links = chosen.slice(1).map((to, index) => ({ from: chosen[index] ?? "", to }))
      const loop = steps.findIndex((step) => step.id === "loop_1")
      if (loop < 0 || inner === 0 || loop + inner >= steps.length) return { key, name: key, steps, links }
      const held = steps.splice(loop + 1, inner)
      const isHeld = (id: string) => held.some((step) => step.id === id)
      const holder = steps[loop] as Step
      steps[loop] = { ...holder, steps: held, links: links.filter(({ from, to }) => isHeld(from) && isHeld(to)) }
      return { key, name: key, steps, links: links.filter(({ from, to }) => !isHeld(from) && !isHeld(to)) }
    })

const definition: fc.Arbitrary<Definition> = fc
  .tuple(flow("main"), flow("other"))
  .map(([main, other]) => ({ ...integration(main, other), configVariables: [{ key: "k", name: "K" }] }))

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant("addStep" as const),
    flow: flowKey,
    step: fc.record({ id: ids, component, inputs }),
    parent: fc.constantFrom(null, "loop_1"),
    at,
  }),
  fc.record({
    kind: fc.constant("removeSteps" as const),
    flow: flowKey,
    ids: fc.uniqueArray(ids, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant("moveSteps" as const), flow: flowKey, positions: fc.record({ a: at, loop_1: at }) }),
  fc.record({
    kind: fc.constant("reparent" as const),
    flow: flowKey,
    ids: ids.map((id) => [id]),
    parent: fc.constantFrom(null, "loop_1"),
    positions: fc.constant({}),
  }),
  fc.record({ kind: fc.constant("addLink" as const), flow: flowKey, link }),
  fc.record({
    kind: fc.constant("removeLinks" as const),
    flow: flowKey,
    links: fc.array(link, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("insertOnLink" as const),
    flow: flowKey,
    link,
    step: fc.record({ id: ids, component, inputs }),
  }),
  fc.record({
    kind: fc.constant("setInput" as const),
    flow: flowKey,
    step: ids,
    name: fc.constantFrom("code", "message"),
    input: fc.option(input, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("setStepField" as const),
    flow: flowKey,
    step: ids,
    field: fc.constant("onError" as const),
    value: fc.constantFrom("fail", "ignore", "branch"),
  }),
  fc.record({
    kind: fc.constant("setStepField" as const),
    flow: flowKey,
    step: ids,
    field: fc.constant("disabled" as const),
    value: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("renameStep" as const), flow: flowKey, step: ids, id: ids }),
  fc.record({
    kind: fc.constant("setFlowField" as const),
    flow: flowKey,
    field: fc.constantFrom("name" as const, "description" as const),
    value: fc.constantFrom("", "A", "B"),
  }),
  fc.record({ kind: fc.constant("removeFlow" as const), flow: flowKey }),
  fc.record({
    kind: fc.constant("setEndpoint" as const),
    endpoint: fc.constantFrom({ type: "flow" as const }, { type: "shared" as const, unrouted: "accept" as const }),
  }),
  fc.record({
    kind: fc.constant("setConfigVariables" as const),
    variables: fc.array(fc.record({ key: fc.constant("k"), name: fc.constantFrom("K", "L"), required: fc.boolean() }), {
      maxLength: 1,
    }),
  }),
)

describe("always", PATIENT, () => {
  it("says nothing of a definition and its copy", () => {
    fc.assert(fc.property(definition, (document) => isSame(diff(document, structuredClone(document)))))
  })

  it("says something exactly when the meaning differs, whatever was done", () => {
    fc.assert(
      fc.property(definition, fc.array(operation, { minLength: 1, maxLength: 6 }), (before, operations) => {
        const after = operations.reduce(apply, before)
        const differs = meaning(before) !== meaning(after)
        if (differs) expect(isSame(diff(before, after))).toBe(false)
        // Steps that end a flow in another order may give another result, so more than the meaning above may be told.
        else expect(onlyOrders(diff(before, after))).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it("never claims of one step what happened to two", () => {
    fc.assert(
      fc.property(definition, fc.array(operation, { minLength: 1, maxLength: 6 }), (before, operations) => {
        const after = operations.reduce(apply, before)
        for (const change of diff(before, after).flows) {
          const now = allSteps(after.flows.find(({ key }) => key === change.key)?.steps ?? []).map(({ id }) => id)
          const then = allSteps(before.flows.find(({ key }) => key === change.key)?.steps ?? []).map(({ id }) => id)
          const told = change.steps.flatMap(({ was, id }) => (was ? [was, id] : [id]))
          expect(new Set(told).size).toBe(told.length)
          for (const { kind, id, was } of change.steps) {
            expect(now.includes(id)).toBe(kind !== "removed")
            expect(then.includes(was ?? id)).toBe(kind !== "added")
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

const onlyOrders = (change: DefinitionChange): boolean =>
  change.flows.every(
    ({ steps, links, settings }) =>
      steps.length + links.length === 0 && settings.every(({ path }) => path[0] === "order of steps"),
  ) && change.settings.length + change.endpoint.length + change.configVariables.length === 0
