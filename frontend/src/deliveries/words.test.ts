import { describe, expect, it } from "vitest"
import { outcomeOf, span, standOf, stateOf } from "./words"

describe("deliveries in words", () => {
  it("says what came of an attempt", () => {
    expect(outcomeOf({ code: "ok", statusCode: 204 })).toBe("Taken (204)")
    expect(outcomeOf({ code: "http_503", statusCode: 503 })).toBe("Answered 503")
    expect(outcomeOf({ code: "remote_timeout", statusCode: null })).toBe("No answer in time")
    expect(outcomeOf({ code: "something_new", statusCode: null })).toBe("something new")
  })

  it("tells a destination that fails from one that is good and one that nothing was sent to", () => {
    const row = { status: "active" as const, failuresInRow: 0, lastSuccessAt: null }
    expect(stateOf(row).label).toBe("Nothing sent yet")
    expect(stateOf({ ...row, failuresInRow: 2 }).label).toBe("Failing")
    expect(stateOf({ ...row, status: "disabled" }).label).toBe("Disabled")
  })

  it("tells a first try from a further one", () => {
    const row = { status: "pending" as const, attempts: 0, waitsInLine: false }
    expect(standOf(row).label).toBe("On its way")
    expect(standOf({ ...row, attempts: 3 }).label).toBe("Retrying")
    expect(standOf(row, false).label).toBe("Held")
    expect(standOf({ ...row, waitsInLine: true }).label).toBe("In line")
  })

  it("writes waits shortly", () => {
    expect([5, 300, 7200].map(span)).toEqual(["5 s", "5 min", "2 h"])
  })
})
