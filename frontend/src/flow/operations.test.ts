import { describe, expect, it } from "vitest"
import { type Definition, type Flow, findStep, type Step } from "./definition"
import { chain, integration, loadIntegration } from "./fixtures"
import { linkProblem } from "./linking"
import { apply, type Operation } from "./operations"
import { renameStep } from "./renaming"

const main = (document: Definition): Flow => document.flows[0] as Flow
const edited = (flow: Flow, operation: Operation): Flow => main(apply(integration(flow), operation))
const log: Step = { id: "log_1", component: "log", inputs: {} }
const loop: Step = { id: "loop_1", component: "loop", inputs: {}, steps: [log], links: [] }
const at = { x: 10, y: 20 }

describe("adding steps", () => {
  it("links a new step to the outlet it was added after", () => {
    const flow = edited(chain("a"), {
      kind: "addStep",
      flow: "main",
      step: log,
      parent: null,
      at,
      after: { step: "a", outlet: "yes" },
    })
    expect(flow.links).toEqual([{ from: "a", to: "log_1", outlet: "yes" }])
    expect(flow.layout?.log_1).toEqual(at)
  })

  it("puts a step into a container, and its links too", () => {
    const flow = edited(
      { ...chain("a"), steps: [loop] },
      {
        kind: "addStep",
        flow: "main",
        step: { id: "code_1", component: "code" },
        parent: "loop_1",
        at,
        after: { step: "log_1", outlet: "out" },
      },
    )
    expect(findStep(flow, "loop_1")?.links).toEqual([{ from: "log_1", to: "code_1" }])
    expect(flow.links).toEqual([])
  })

  it("refuses an id that is taken, at any depth", () => {
    const before = integration({ ...chain("a"), steps: [loop] })
    expect(apply(before, { kind: "addStep", flow: "main", step: log, parent: null, at })).toBe(before)
  })

  it("splices a step into a link and moves later steps out of its way", () => {
    const flow = edited(chain("a", "b", "c"), {
      kind: "insertOnLink",
      flow: "main",
      link: { from: "a", to: "b" },
      step: log,
    })
    expect(flow.links).toEqual([
      { from: "a", to: "log_1" },
      { from: "log_1", to: "b" },
      { from: "b", to: "c" },
    ])
    expect([flow.layout?.log_1?.x, flow.layout?.b?.x, flow.layout?.c?.x]).toEqual([320, 640, 960])
  })

  it("puts what is spliced in behind a wide loop beside it, not over it", () => {
    const inside = [
      { ...log, id: "in_1" },
      { ...log, id: "in_2" },
    ]
    const wide: Flow = {
      ...chain("loop_1", "b"),
      steps: [
        { ...loop, steps: inside, links: [{ from: "in_1", to: "in_2" }] },
        { ...log, id: "b" },
      ],
      layout: { loop_1: { x: 0, y: 0 }, in_1: { x: 40, y: 60 }, in_2: { x: 360, y: 60 }, b: { x: 800, y: 0 } },
    }
    const flow = edited(wide, { kind: "insertOnLink", flow: "main", link: { from: "loop_1", to: "b" }, step: log })
    expect(flow.layout?.log_1?.x).toBeGreaterThan(360 + 232)
    expect(flow.layout?.b?.x).toBeGreaterThanOrEqual((flow.layout?.log_1?.x ?? 0) + 320)
  })
})

describe("removing steps", () => {
  it("joins the neighbours of one step taken out of a chain", () => {
    const flow = edited(chain("a", "b", "c"), { kind: "removeSteps", flow: "main", ids: ["b"] })
    expect(flow.links).toEqual([{ from: "a", to: "c" }])
    expect(flow.layout).not.toHaveProperty("b")
  })

  it("takes the links of several steps with them", () => {
    const flow = edited(chain("a", "b", "c", "d"), { kind: "removeSteps", flow: "main", ids: ["b", "c"] })
    expect(flow.links).toEqual([])
  })

  it("forgets the positions of what a removed container held", () => {
    const before = { ...chain("a"), steps: [loop], layout: { loop_1: at, log_1: at } }
    expect(edited(before, { kind: "removeSteps", flow: "main", ids: ["loop_1"] }).layout).toEqual({})
  })
})

describe("links", () => {
  it.each([
    ["to itself", { from: "a", to: "a" }, /itself/],
    ["twice", { from: "a", to: "b" }, /already/],
    ["in a circle", { from: "b", to: "a" }, /circle/],
    ["to a step that is gone", { from: "a", to: "zz" }, /gone/],
    ["across the border of a loop", { from: "a", to: "log_1" }, /loop/],
  ])("refuses one %s", (_what, link, words) => {
    const flow = { ...chain("a", "b"), steps: [...chain("a", "b").steps, loop] }
    expect(linkProblem(flow, link)).toMatch(words)
    expect(edited(flow, { kind: "addLink", flow: "main", link })).toEqual(flow)
  })

  it("allows a second outlet of one step to lead to the same step", () => {
    const flow = edited(chain("a", "b"), {
      kind: "addLink",
      flow: "main",
      link: { from: "a", to: "b", outlet: "error" },
    })
    expect(flow.links).toHaveLength(2)
  })

  it("removes exactly the link it names", () => {
    const flow = edited(chain("a", "b", "c"), { kind: "removeLinks", flow: "main", links: [{ from: "b", to: "c" }] })
    expect(flow.links).toEqual([{ from: "a", to: "b" }])
  })
})

describe("settings", () => {
  it("leaves defaults out of the document", () => {
    const ignored = edited(chain("a"), {
      kind: "setStepField",
      flow: "main",
      step: "a",
      field: "onError",
      value: "ignore",
    })
    expect(ignored.steps[0]?.onError).toBe("ignore")
    const back = edited(ignored, { kind: "setStepField", flow: "main", step: "a", field: "onError", value: "fail" })
    expect(back.steps[0]).not.toHaveProperty("onError")
  })

  it("keeps every other step the same object, so only one is drawn again", () => {
    const before = integration(chain("a", "b"), { ...chain("c"), key: "other" })
    const next = apply(before, { kind: "setInput", flow: "main", step: "a", name: "code", input: { value: "x" } })
    expect(main(next).steps[1]).toBe(main(before).steps[1])
    expect(next.flows[1]).toBe(before.flows[1])
  })

  it("carries out a batch in order", () => {
    const flow = edited(chain("a"), {
      kind: "batch",
      operations: [
        { kind: "addStep", flow: "main", step: log, parent: null, at },
        { kind: "addLink", flow: "main", link: { from: "a", to: "log_1" } },
      ],
    })
    expect(flow.links).toEqual([{ from: "a", to: "log_1" }])
  })
})

describe("renaming a step", () => {
  it("follows it through inputs, links, layout and code, and counts", () => {
    const flow = loadIntegration("acme_erp").flows.find((each) => each.key === "preprocess") as Flow
    const renamed = renameStep(flow, "getCustomerByAcmeId", "findCustomer")
    const code = findStep(renamed.flow, "code_1")?.inputs?.code
    expect(renamed.references).toBe(1)
    expect(code && "value" in code && code.value).toContain("stepResults.findCustomer.results.id")
    expect(renamed.flow.links).toEqual([
      { from: "integrationTrigger_1", to: "findCustomer" },
      { from: "findCustomer", to: "code_1" },
    ])
    expect(renamed.flow.layout).toHaveProperty("findCustomer")
  })

  it.each(["trigger", "integrationTrigger", "b", "1st", "a b", ""])("refuses the id %j", (id) => {
    const flow = chain("a", "b")
    expect(renameStep(flow, "a", id).flow).toBe(flow)
  })
})

describe("flows", () => {
  it("drops the preprocess flow from the endpoint when it is removed", () => {
    const document = apply(loadIntegration("acme_erp"), { kind: "removeFlow", flow: "preprocess" })
    expect(document.endpoint?.preprocessFlow).toBeNull()
    expect(document.flows).toHaveLength(2)
  })
})
