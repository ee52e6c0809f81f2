// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import type { Component } from "../api/types"
import type { Flow } from "../flow/definition"
import { chain, integration } from "../flow/fixtures"
import { apply } from "../flow/operations"
import { addition, afterSelection, type Wish } from "./adding"
import { freshStep, grouped, nameOf, offered, rememberComponent } from "./catalogue"
import { COMPONENTS } from "./fixtures"

const named = (key: string) => COMPONENTS.find((component) => component.key === key) as Component

function added(flow: Flow, wish: Wish): Flow {
  return apply(integration(flow), addition(flow, wish).operation).flows[0] as Flow
}

describe("adding a step", () => {
  it("puts it beside its source, linked, on free ground", () => {
    const flow = added(chain("a", "b"), { component: named("log"), parent: null, after: { step: "a", outlet: "out" } })
    expect(flow.links).toContainEqual({ from: "a", to: "log_1" })
    expect(flow.layout?.log_1?.x).toBe(flow.layout?.b?.x)
    expect(flow.layout?.log_1?.y).toBeGreaterThan(60)
  })

  it("splices it into a link", () => {
    const flow = added(chain("a", "b"), { component: named("log"), parent: null, link: { from: "a", to: "b" } })
    expect(flow.links).toEqual([
      { from: "a", to: "log_1" },
      { from: "log_1", to: "b" },
    ])
  })

  it("never puts a trigger behind a step or into a loop", () => {
    const loop = { ...chain("a"), steps: [{ id: "loop_1", component: "loop", steps: [], links: [] }] }
    const flow = added(loop, {
      component: named("webhook"),
      parent: "loop_1",
      after: { step: "loop_1", outlet: "out" },
    })
    expect([flow.links, flow.steps.map((step) => step.id)]).toEqual([[], ["loop_1", "webhook_1"]])
  })

  it("follows its source into the loop that holds it", () => {
    const inside = { id: "loop_1", component: "loop", steps: chain("in").steps, links: [] }
    const flow = added(
      { ...chain(), steps: [inside] },
      { component: named("log"), parent: null, after: { step: "in", outlet: "out" } },
    )
    expect(flow.steps[0]?.steps?.map((step) => step.id)).toEqual(["in", "log_1"])
  })

  it("takes the first outlet of the selected step that leads nowhere", () => {
    const branch = {
      id: "b",
      component: "branch.value",
      inputs: { cases: { value: [{ name: "yes" }, { name: "no" }] } },
    }
    const flow = { ...chain("a"), steps: [branch, ...chain("a").steps], links: [{ from: "b", to: "a", outlet: "yes" }] }
    expect(afterSelection(flow, ["b"])).toEqual({ step: "b", outlet: "no" })
    expect(afterSelection(flow, ["a", "b"])).toBeUndefined()
  })

  it("fills required inputs with their defaults, and opens containers empty", () => {
    expect(freshStep(named("code"), "code_1").inputs).toEqual({ code: { value: "return" } })
    expect(freshStep(named("loop"), "loop_1").steps).toEqual([])
  })
})

describe("the palette", () => {
  it("keeps the server's order of groups", () => {
    expect(grouped(COMPONENTS).map((group) => group.name)).toEqual(["Triggers", "Logic", "Data"])
    expect(grouped(COMPONENTS).some((group) => group.folds)).toBe(false)
    const [first] = COMPONENTS
    const issue = { ...(first as Component), title: "Create issue", group: "GitHub", connector: "github" }
    expect(grouped([issue])).toEqual([{ name: "GitHub", folds: true, components: [issue] }])
    expect(nameOf(issue)).toBe("GitHub: Create issue")
  })

  it("offers what can stand there: no trigger behind a step, and the way out of a loop only within one", () => {
    const keys = (follows: boolean, inLoop: boolean) =>
      offered(COMPONENTS, "", { follows, inLoop }).map((component) => component.key)
    expect(keys(false, false)).toContain("webhook")
    expect(keys(true, false)).not.toContain("webhook")
    expect(keys(true, false)).not.toContain("loop.break")
    expect(keys(true, true)).toContain("loop.break")
  })

  it("offers first what was used lately, until something is typed", () => {
    localStorage.clear()
    rememberComponent("log")
    rememberComponent("loop")
    const place = { follows: false, inLoop: false }
    const [first, second] = offered(COMPONENTS, "", place).map((component) => component.key)
    expect([first, second]).toEqual(["loop", "log"])
    expect(offered(COMPONENTS, "if", place)[0]?.key).toBe("branch.value")
  })
})
