import { expect, it } from "vitest"
import type { StepRun } from "../api/types"
import { countTurns, inTurn, turnPath, turnsOf } from "./turns"

const run = (path: string, results?: unknown): StepRun => ({ path, results, status: "succeeded" }) as StepRun

it("reads the loops around a step from its path, the outermost first", () => {
  expect(turnsOf("loop_1[2].loop_2[10].code_1")).toEqual([
    { loop: "loop_1", number: 2 },
    { loop: "loop_1[2].loop_2", number: 10 },
  ])
  expect(turnsOf("code_1")).toEqual([])
})

it.each([
  ["loop_1[2].code_1", "loop_1", 5, "loop_1[5].code_1"],
  ["a[2].b[3].c", "a", 0, "a[0].b[0].c"],
  ["a[2].b[3].c", "a[2].b", 4, "a[2].b[4].c"],
])("finds the step in another turn: %s of %s to %d", (path, loop, number, expected) => {
  expect(inTurn(path, loop, number)).toBe(expected)
})

it("names the innermost turn", () => {
  expect(turnPath("a[2].b[3].c")).toBe("a[2].b[3]")
  expect(turnPath("c")).toBeNull()
})

it("counts a loop's turns by its results, or while it goes on by what was seen", () => {
  expect(countTurns([run("l[0].a"), run("l", [1, 2, 3])], "l")).toBe(3)
  expect(countTurns([run("l[0].a"), run("l[10].a"), run("l2[40].a")], "l")).toBe(11)
})
