// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Connection } from "../api/types"
import { CHANNEL, listen, type Outcome, outcomeOf, readOutcome } from "./consent"

const connection = (changes: Partial<Connection> = {}) =>
  ({ id: "c1", status: "pending", reason: "", updatedAt: "2026-01-01T00:00:00Z", ...changes }) as Connection

describe("what a window says", () => {
  const told = { source: CHANNEL, connection: "c1", connected: true, words: "fine" }

  it("counts for its own connection only", () => {
    expect(readOutcome(told, "c1")).toEqual({ connected: true, words: "fine" })
    expect(readOutcome(told, "c2")).toBeNull()
  })

  it("is no word of ours without our name, and never trusted to be well formed", () => {
    for (const data of [null, "c1", { ...told, source: "other" }, []]) expect(readOutcome(data, "c1")).toBeNull()
    expect(readOutcome({ ...told, connected: "yes", words: 7 }, "c1")).toEqual({ connected: false, words: "" })
  })
})

describe("what the server says", () => {
  it("is an outcome once something changed since the person was sent away", () => {
    const later = { updatedAt: "2026-01-01T00:01:00Z" }
    expect(outcomeOf(connection(), connection())).toBeNull()
    expect(outcomeOf(connection(), connection({ ...later, status: "ok" }))).toEqual({ connected: true, words: "" })
    expect(outcomeOf(connection(), connection({ ...later, status: "reconnect", reason: "denied" }))).toEqual({
      connected: false,
      words: "denied",
    })
  })
})

describe("listening", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it("asks the server where no window can tell, goes on after a failure, and tells once", async () => {
    const heard: Outcome[] = []
    const answers = [
      () => Promise.reject(new Error("offline")),
      () => Promise.resolve(connection()),
      () => Promise.resolve(connection({ status: "ok", updatedAt: "2026-01-01T00:01:00Z" })),
    ]
    const read = vi.fn(() => (answers[read.mock.calls.length - 1] ?? answers[2])?.() as Promise<Connection>)
    listen(connection(), read, (outcome) => heard.push(outcome))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(heard).toEqual([{ connected: true, words: "" }])
    expect(read).toHaveBeenCalledTimes(3)
  })

  it("hears a message of this origin, and none of another", async () => {
    const heard: Outcome[] = []
    listen(
      connection(),
      () => Promise.resolve(connection()),
      (outcome) => heard.push(outcome),
    )
    const data = { source: CHANNEL, connection: "c1", connected: false, words: "denied" }
    window.dispatchEvent(new MessageEvent("message", { data, origin: "https://elsewhere.example" }))
    expect(heard).toEqual([])
    window.dispatchEvent(new MessageEvent("message", { data, origin: window.location.origin }))
    expect(heard).toEqual([{ connected: false, words: "denied" }])
  })
})
