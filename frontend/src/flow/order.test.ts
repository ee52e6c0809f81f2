import { describe, expect, it } from "vitest"
import type { Flow, Link } from "./definition"
import { chain } from "./fixtures"
import { placesOf, placeWords } from "./order"

const linked = (ids: string[], ...pairs: string[]): Flow => ({
  ...chain(...ids),
  links: pairs.map((pair): Link => ({ from: pair[0] ?? "", to: pair[1] ?? "" })),
})
const order = (flow: Flow) =>
  placesOf(flow)
    .map(({ step }) => step.id)
    .join("")

describe("reading a flow", () => {
  it("goes down one branch to its end before the next, and meets a join once all that leads to it was read", () => {
    expect(order(linked(["a", "b", "c", "d", "e"], "ab", "ac", "bd", "cd", "de"))).toBe("abcde")
    expect(order(linked(["a", "b", "c", "d", "e"], "ab", "ac", "bd", "ce"))).toBe("abdce")
  })

  it("reads what stands alone after the chain that was begun, and circles last", () => {
    expect(order(linked(["a", "x", "b", "c"], "ab", "bc"))).toBe("abcx")
    expect(order(linked(["p", "q", "a"], "pq", "qp"))).toBe("apq")
  })

  it("numbers what a loop holds right after it", () => {
    const flow = linked(["a", "b"], "ab")
    const loop = { id: "l", component: "loop", ...chain("x", "y") }
    const places = placesOf({ ...flow, steps: [...flow.steps, loop], links: [...flow.links, { from: "a", to: "l" }] })
    expect(places.map(({ step, depth, number, outgoing }) => [step.id, depth, number, outgoing])).toEqual([
      ["a", 0, 1, 2],
      ["b", 0, 2, 0],
      ["l", 0, 3, 0],
      ["x", 1, 4, 1],
      ["y", 1, 5, 0],
    ])
  })

  it("says a step's kind after a name of its own, and only once when it has none", () => {
    const [place] = placesOf(linked(["a", "b"], "ab"))
    if (!place) throw new Error("no place")
    expect(placeWords(place, "Branch", 9)).toBe("Branch, 1 of 9, 1 outgoing")
    const named = { ...place, step: { ...place.step, name: "Decide", disabled: true } }
    expect(placeWords(named, "Branch", 9)).toBe("Decide, Branch, 1 of 9, 1 outgoing, disabled")
  })
})
