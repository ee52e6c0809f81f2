import { expect, it } from "vitest"
import { hasEnded, timeTaken } from "./timing"

it.each([
  ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.250Z", "250 ms"],
  ["2026-01-01T00:00:00Z", "2026-01-01T00:00:02.500Z", "2.5 s"],
  ["2026-01-01T00:00:00Z", null, "–"],
  [null, "2026-01-01T00:00:00Z", "–"],
])("says how long a run took: %s to %s", (startedAt, finishedAt, words) => {
  expect(timeTaken({ startedAt, finishedAt })).toBe(words)
})

it("knows what may still change", () => {
  expect(hasEnded({ status: "held" })).toBe(false)
  expect(hasEnded({ status: "waiting" })).toBe(false)
  expect(hasEnded({ status: "duplicate" })).toBe(true)
})
