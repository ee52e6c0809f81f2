import { describe, expect, it } from "vitest"
import { type Alignment, aligned, boxesOf, distributed } from "./aligning"
import type { Step } from "./definition"
import { chain } from "./fixtures"

const box = (id: string, x: number, y: number, width = 100, height = 60) => ({ id, x, y, width, height })
const three = [box("a", 0, 0), box("b", 40, 200, 200, 100), box("c", 400, 90)]

describe("aligning", () => {
  it.each<[Alignment, Record<string, [number, number]>]>([
    ["left", { b: [0, 200], c: [0, 90] }],
    ["right", { a: [400, 0], b: [300, 200] }],
    ["centre", { a: [200, 0], b: [150, 200], c: [200, 90] }],
    ["top", { b: [40, 0], c: [400, 0] }],
    ["bottom", { a: [0, 240], c: [400, 240] }],
    ["middle", { a: [0, 120], b: [40, 100], c: [400, 120] }],
  ])("%s", (how, wanted) => {
    const points = Object.entries(wanted).map(([id, [x, y]]) => [id, { x, y }])
    expect(aligned(three, how)).toEqual(Object.fromEntries(points))
  })

  it("moves nothing that stands right already", () => {
    expect(aligned([box("a", 0, 0), box("b", 300, 0)], "top")).toEqual({})
  })
})

describe("distributing", () => {
  it("leaves equal spaces, whatever the sizes", () => {
    expect(distributed(three, "horizontally")).toEqual({ b: { x: 150, y: 200 } })
    expect(distributed(three, "vertically")).toEqual({ c: { x: 400, y: 100 } })
  })

  it("keeps the outermost where they are, also when there is no room between them", () => {
    const moved = distributed([box("a", 0, 0), box("b", 10, 0), box("c", 60, 0)], "horizontally")
    expect(moved).toEqual({ b: { x: 30, y: 0 } })
  })

  it("needs three steps", () => {
    expect(distributed(three.slice(0, 2), "horizontally")).toEqual({})
  })
})

it("works on one level, the one that most of the chosen steps stand on", () => {
  const loop: Step = { id: "l", component: "loop", steps: chain("in").steps, links: [] }
  const flow = { ...chain("a", "b"), steps: [...chain("a", "b").steps, loop] }
  expect(boxesOf(flow, ["a", "in", "l"]).map(({ id }) => id)).toEqual(["a", "l"])
})
