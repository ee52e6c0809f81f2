import { describe, expect, it } from "vitest"
import type { BulkAction } from "../api/types"
import { actionWords, countWords, progressWords } from "./words"

const bulk = (part: Partial<BulkAction>): BulkAction => ({
  id: "b",
  action: "cancel",
  status: "running",
  words: {},
  newestVersion: false,
  perSecond: 50,
  expected: 1200,
  lookedAt: 300,
  did: 298,
  createdBy: "ann@example.com",
  createdAt: "2026-01-31T09:00:00Z",
  finishedAt: null,
  ...part,
})

describe("what is done to many executions, in words", () => {
  it("counts one, many and more than were counted", () => {
    expect(countWords({ count: 1, more: false }, "cancel")).toBe("1 execution")
    expect(countWords({ count: 1200, more: false }, "retry")).toBe("1,200 executions")
    expect(countWords({ count: 100000, more: true }, "run_now")).toBe("100,000+ executions")
  })

  it("says on the button what will happen to how many", () => {
    expect(actionWords("cancel", { count: 1, more: false })).toBe("Cancel 1 execution")
    expect(actionWords("retry", { count: 2, more: false })).toBe("Run 2 executions again")
    expect(actionWords("run_now", { count: 2, more: false })).toBe("Run 2 executions now")
    expect(actionWords("replay", { count: 41, more: false })).toBe("Replay 41 requests")
    expect(actionWords("dismiss", { count: 1, more: false })).toBe("Dismiss 1 request")
  })

  it("says how far it is, and what it did when it is over", () => {
    expect(progressWords(bulk({}))).toBe("Cancelling: 300 of 1,200")
    expect(progressWords(bulk({ status: "done", lookedAt: 1200, did: 1198 }))).toBe(
      "Done: 1,198 of 1,200 executions cancelled",
    )
    expect(progressWords(bulk({ status: "stopped", action: "retry" }))).toBe(
      "Stopped: 298 of 1,200 executions run again",
    )
    expect(progressWords(bulk({ action: "replay" }))).toBe("Replaying: 300 of 1,200")
    expect(progressWords(bulk({ status: "done", action: "replay", expected: 41, lookedAt: 41, did: 40 }))).toBe(
      "Done: 40 of 41 requests found their way",
    )
  })
})
