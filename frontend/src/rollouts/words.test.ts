import { expect, test } from "vitest"
import type { Rollout } from "../api/types"
import { customers, resultOf, titleOf, whoIn } from "./words"

test("who is meant is said as people would", () => {
  expect(whoIn({})).toBe("everyone")
  expect(whoIn({ labels: ["pilot", "eu"], enabled: true })).toBe("those labelled pilot or eu, those that are on")
  expect(whoIn({ instances: ["a"] })).toBe("1 customer picked by hand")
  expect(customers(1204)).toBe("1,204 customers")
})

test("a rollout says what it did and what came of it", () => {
  const done = {
    version: 3,
    choice: { labels: ["pilot"] },
    status: "done",
    moved: 2,
    refused: 1,
    expected: 3,
  } as Rollout
  expect(titleOf(done)).toBe("Version 3 to those labelled pilot")
  expect(resultOf(done)).toBe("2 moved, 1 stayed")
  expect(resultOf({ ...done, status: "running", expected: 40 })).toBe("3 of 40")
  expect(titleOf({ ...done, version: null })).toBe("Rolled back")
})
