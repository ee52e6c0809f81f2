import { describe, expect, it } from "vitest"
import { allSteps, type Flow, findStep } from "./definition"
import { chain } from "./fixtures"
import { reparent } from "./reparenting"

const at = { x: 40, y: 64 }
const flow: Flow = {
  ...chain("a", "b", "c", "d"),
  steps: [...chain("a", "b", "c", "d").steps, { id: "loop_1", component: "loop", steps: chain("in").steps, links: [] }],
}

describe("moving steps into a container", () => {
  it("takes the links among them along and cuts the others", () => {
    const moved = reparent(flow, ["b", "c"], "loop_1", { b: at })
    expect(findStep(moved, "loop_1")?.steps?.map((step) => step.id)).toEqual(["in", "b", "c"])
    expect(findStep(moved, "loop_1")?.links).toEqual([{ from: "b", to: "c" }])
    expect([moved.links, moved.layout?.b]).toEqual([[], at])
  })

  it("brings them back out", () => {
    const moved = reparent(flow, ["in"], null, { in: at })
    expect(moved.steps.map((step) => step.id)).toContain("in")
    expect(findStep(moved, "loop_1")?.steps).toEqual([])
  })

  it.each([
    ["into itself", ["loop_1"], "loop_1"],
    ["into a step that holds none", ["a"], "b"],
    ["to where it stands", ["a"], null],
    ["when it is gone", ["zz"], "loop_1"],
  ])("changes nothing %s", (_what, ids, parent) => {
    expect(reparent(flow, ids, parent, {})).toBe(flow)
  })

  it("takes a step along once that is named beside the container it stands in", () => {
    const inner = { id: "inner", component: "loop", steps: [{ id: "x", component: "log" }], links: [] }
    const outer = { id: "outer", component: "loop", steps: [], links: [] }
    const moved = reparent({ ...chain("a"), steps: [inner, outer] }, ["inner", "x"], "outer", {})
    expect(allSteps(moved.steps).map((step) => step.id)).toEqual(["outer", "inner", "x"])
  })
})
