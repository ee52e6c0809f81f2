import { expect, test } from "vitest"
import type { TrafficPoint } from "../api/types"
import { barsOf, rateNow, rateWords, roundUp } from "./points"

const point = (second: number, accepted: number): TrafficPoint => ({
  at: new Date(second * 1000).toISOString(),
  accepted,
  duplicate: 0,
  unrouted: 1,
  refused: 0,
  limited: 0,
  succeeded: 0,
  failed: 0,
})

test("many points become at most ninety bars and none is lost", () => {
  const points = Array.from({ length: 720 }, (_, index) => point(index * 10, index))
  const bars = barsOf(points, 10)
  expect(bars).toHaveLength(90)
  expect(bars[0]?.seconds).toBe(80)
  expect(bars.reduce((sum, bar) => sum + bar.counts.accepted, 0)).toBe((719 * 720) / 2)
})

test("a last bar that is not full knows how long it is", () => {
  const bars = barsOf(
    Array.from({ length: 181 }, (_, index) => point(index * 10, 1)),
    10,
  )
  expect(bars.at(-1)?.seconds).toBe(10)
})

test("the rate leaves out the span that is still under way", () => {
  const points = [point(0, 900), point(10, 30), point(20, 30), point(30, 30), point(40, 0)]
  expect(rateNow(points, 10, ["accepted"])).toBe(3)
  expect(rateNow([], 10, ["accepted"])).toBe(0)
})

test.each([
  [0, "0"],
  [0.02, "< 0.1"],
  [0.34, "0.3"],
  [12.4, "12"],
  [1240, "1,240"],
])("%d a second reads %s", (rate, words) => {
  expect(rateWords(rate)).toBe(words)
})

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [11, 20],
  [500, 500],
  [501, 1000],
])("the axis of %d ends at %d", (most, end) => {
  expect(roundUp(most)).toBe(end)
})
