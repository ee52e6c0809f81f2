import { describe, expect, it } from "vitest"
import type { Definition, Flow, Step } from "./definition"
import { type DefinitionChange, diff, isSame } from "./diff"
import { chain, integration, loadIntegration } from "./fixtures"
import { apply, type Operation } from "./operations"

const acme = loadIntegration("acme_erp")

function changed(before: Definition, ...operations: Operation[]): DefinitionChange {
  return diff(before, operations.reduce(apply, before))
}

const stepsOf = (change: DefinitionChange) =>
  change.flows.flatMap((flow) => flow.steps.map(({ kind, was, id }) => [kind, ...(was ? [was] : []), id].join(" ")))

const linksOf = (change: DefinitionChange) =>
  change.flows.flatMap((flow) => flow.links.map(({ kind, link }) => `${kind} ${link.from}>${link.to}`))

describe("a renamed step", () => {
  it("is one change, though every mention of it follows", () => {
    const change = changed(acme, {
      kind: "renameStep",
      flow: "preprocess",
      step: "getCustomerByAcmeId",
      id: "findCustomer",
    })
    expect(stepsOf(change)).toEqual(["renamed getCustomerByAcmeId findCustomer"])
    expect(change.flows[0]?.steps[0]?.fields).toEqual([])
    expect(linksOf(change)).toEqual([])
  })

  it("is recognised beside another one renamed with it, and its own edits are told", () => {
    const change = changed(
      acme,
      { kind: "renameStep", flow: "preprocess", step: "getCustomerByAcmeId", id: "findCustomer" },
      { kind: "renameStep", flow: "preprocess", step: "code_1", id: "choose" },
      { kind: "setInput", flow: "preprocess", step: "findCustomer", name: "id", input: { value: "A" } },
    )
    expect(stepsOf(change)).toEqual(["renamed getCustomerByAcmeId findCustomer", "renamed code_1 choose"])
    expect(change.flows[0]?.steps[0]?.fields).toEqual([
      { path: ["inputs", "id"], before: { reference: "trigger.results.body.data.customerId" }, after: { value: "A" } },
    ])
  })

  it("tells those who still name the old id", () => {
    const before = loadIntegration("acme_erp")
    const after = structuredClone(before)
    const flow = after.flows[1] as Flow
    ;(flow.steps[0] as Step).id = "hook"
    flow.links = [{ from: "hook", to: "map_1" }]
    expect(stepsOf(diff(before, after))).toEqual(["renamed webhook_1 hook", "changed map_1"])
  })

  it("keeps what it holds", () => {
    const change = changed(acme, { kind: "renameStep", flow: "update-inventory", step: "loop_1", id: "lines" })
    expect(stepsOf(change)).toEqual(["renamed loop_1 lines"])
  })

  it("is not a step of another kind in its place", () => {
    const other = integration({
      ...chain("a", "b"),
      steps: [
        { id: "a", component: "code" },
        { id: "n", component: "log" },
      ],
      links: [{ from: "a", to: "n" }],
    })
    expect(stepsOf(diff(integration(chain("a", "b")), other))).toEqual(["added n", "removed b"])
  })
})

describe("what is told", () => {
  it("names the field of an input with what stood there before and after", () => {
    const change = changed(acme, {
      kind: "setInput",
      flow: "create-order",
      step: "map_1",
      name: "fields",
      input: { object: { orderId: { reference: "webhook_1.results.body.data.id" }, total: { value: 1 } } },
    })
    const fields = change.flows[0]?.steps[0]?.fields ?? []
    expect(fields.map(({ path }) => path.join("."))).toEqual([
      "inputs.fields.object.orderId.reference",
      "inputs.fields.object.total",
      "inputs.fields.object.paid",
      "inputs.fields.object.shipTo",
    ])
    expect(fields[1]).toMatchObject({
      before: { reference: "webhook_1.results.body.data.data.total" },
      after: { value: 1 },
    })
    expect(fields[2]?.after).toBeUndefined()
  })

  it.each<[string, Operation, (change: DefinitionChange) => unknown, unknown]>([
    [
      "a link",
      { kind: "addLink", flow: "preprocess", link: { from: "integrationTrigger_1", to: "code_1" } },
      linksOf,
      ["added integrationTrigger_1>code_1"],
    ],
    [
      "a step taken out of a chain",
      { kind: "removeSteps", flow: "preprocess", ids: ["getCustomerByAcmeId"] },
      (change) => [...stepsOf(change), ...linksOf(change)],
      [
        "removed getCustomerByAcmeId",
        "added integrationTrigger_1>code_1",
        "removed integrationTrigger_1>getCustomerByAcmeId",
        "removed getCustomerByAcmeId>code_1",
      ],
    ],
    [
      "a step that leaves its loop",
      { kind: "reparent", flow: "update-inventory", ids: ["log_1"], parent: null, positions: {} },
      (change) => change.flows[0]?.steps[0]?.fields[0],
      { path: ["inside"], before: "loop_1", after: undefined },
    ],
    [
      "a flow that is gone",
      { kind: "removeFlow", flow: "preprocess" },
      (change) => [change.flows.map(({ kind, key }) => `${kind} ${key}`), change.endpoint],
      [["removed preprocess"], [{ path: ["preprocessFlow"], before: "preprocess", after: undefined }]],
    ],
    [
      "a setting of a flow",
      { kind: "setFlowField", flow: "create-order", field: "response", value: "sync" },
      (change) => change.flows[0]?.settings,
      [{ path: ["response"], before: undefined, after: "sync" }],
    ],
    [
      "a config variable",
      {
        kind: "setConfigVariables",
        variables: (acme.configVariables ?? []).map((one) =>
          one.key === "warehouse" ? { ...one, default: "north" } : one,
        ),
      },
      (change) => change.configVariables,
      [
        {
          kind: "changed",
          key: "warehouse",
          name: "Warehouse",
          fields: [{ path: ["default"], before: "main", after: "north" }],
        },
      ],
    ],
  ])("%s", (_what, operation, look, told) => {
    expect(look(changed(acme, operation))).toEqual(told)
  })
})

describe("what means the same", () => {
  const plain = integration(chain("a", "b"))
  const main = (definition: Definition) => definition.flows[0] as Flow
  it.each<[string, (definition: Definition) => void]>([
    ["a moved box", (it) => Object.assign(main(it), { layout: { a: { x: 999, y: 1 } } })],
    ["a note beside the steps", (it) => Object.assign(main(it), { annotations: { notes: [{ id: "n" }] } })],
    ["defaults written out", (it) => Object.assign(main(it).steps[0] as Step, { onError: "fail", disabled: false })],
    ["the outlet every step has", (it) => Object.assign(main(it), { links: [{ from: "a", to: "b", outlet: "out" }] })],
    [
      "endpoint settings that are null",
      (it) => Object.assign(it.endpoint as object, { credential: null, methods: null }),
    ],
    ["steps that stand in another order, linked the same", (it) => main(it).steps.reverse()],
    ["no config variables", (it) => Object.assign(it, { configVariables: [] })],
  ])("%s", (_what, change) => {
    const after = structuredClone(plain)
    change(after)
    expect(isSame(diff(plain, after))).toBe(true)
  })
})
