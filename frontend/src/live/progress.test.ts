import { describe, expect, it } from "vitest"
import type { LiveEvent, StepStatus } from "../api/live"
import { endsOfProgress, MOST_RECENT, marksOfProgress, NOTHING, withTold } from "./progress"

const place = (path: string, flow = "main") => ({ flow, path, stepId: path.split(".").at(-1) ?? path })
const started = (path: string, attempt = 1, flow = "main"): LiveEvent => ({
  event: "step.started",
  at: null,
  attempt,
  ...place(path, flow),
})
const ended = (path: string, status: StepStatus = "succeeded", flow = "main"): LiveEvent => ({
  event: "step.ended",
  status,
  outlet: "out",
  durationUs: 1000,
  attempt: 1,
  pinned: false,
  error: null,
  ...place(path, flow),
})
const logged = (path: string, message: string): LiveEvent => ({
  event: "step.log",
  level: "info",
  message,
  ...place(path),
})

describe("marks while a run goes on", () => {
  it("show what runs over what ended, and the time of what ended", () => {
    const progress = withTold(NOTHING, [ended("webhook_1"), started("code_1")])
    expect(marksOfProgress(progress, "main")).toEqual({
      webhook_1: { status: "succeeded", count: 1, durationUs: 1000 },
      code_1: { status: "running", count: 1 },
    })
  })

  it("show a loop as running from its first step to its own end", () => {
    const first = withTold(NOTHING, [started("loop_1[0].loop_2[3].log_1")])
    expect(marksOfProgress(first, "main")).toMatchObject({
      loop_1: { status: "running" },
      loop_2: { status: "running" },
      log_1: { status: "running" },
    })
    const between = withTold(first, [ended("loop_1[0].loop_2[3].log_1"), ended("loop_1[0].loop_2")])
    expect(marksOfProgress(between, "main")).toMatchObject({
      loop_1: { status: "running" },
      loop_2: { status: "succeeded" },
    })
    const done = withTold(between, [ended("loop_1", "failed")])
    expect(marksOfProgress(done, "main").loop_1).toMatchObject({ status: "failed", count: 1 })
  })

  it("count the turns of a step and keep the worst of their ends", () => {
    const turns = [0, 1, 2].flatMap((turn) => [
      started(`loop_1[${turn}].code_1`),
      ended(`loop_1[${turn}].code_1`, turn === 1 ? "failed" : "succeeded"),
    ])
    expect(marksOfProgress(withTold(NOTHING, turns), "main").code_1).toEqual({
      status: "failed",
      count: 3,
      alike: 1,
      durationUs: 3000,
    })
  })

  it("say that a step waits to be tried again", () => {
    const waits: LiveEvent = { event: "step.waiting", seconds: 5, attempt: 2, ...place("http_1") }
    const waiting = withTold(NOTHING, [started("http_1"), waits])
    expect(marksOfProgress(waiting, "main").http_1?.status).toBe("waiting")
    expect(marksOfProgress(withTold(waiting, [started("http_1", 2)]), "main").http_1?.status).toBe("running")
  })

  it("tell by which outlet a step was left, and how often", () => {
    const left = (outlet: string): LiveEvent => ({ ...ended("branch_1"), outlet }) as LiveEvent
    const progress = withTold(NOTHING, [left("big"), left("small"), left("big")])
    expect(endsOfProgress(progress, "main").map(({ outlet, count }) => [outlet, count])).toEqual([
      ["big", 2],
      ["small", 1],
    ])
  })

  it("belong to their flow: a preprocess flow has steps of the same names", () => {
    const progress = withTold(NOTHING, [ended("webhook_1", "succeeded", "preprocess"), started("webhook_1")])
    expect(marksOfProgress(progress, "preprocess")).toMatchObject({ webhook_1: { status: "succeeded" } })
    expect(marksOfProgress(progress, "main")).toMatchObject({ webhook_1: { status: "running" } })
  })
})

describe("what was not told", () => {
  it.each(["missed", "subscribed"] as const)("takes no step for running after %s", (event) => {
    const before = withTold(NOTHING, [{ event: "subscribed" }, ended("webhook_1"), started("code_1")])
    expect(before.gap).toBe(false)
    const after = withTold(before, [{ event }])
    expect(after.gap).toBe(true)
    expect(marksOfProgress(after, "main")).toEqual({ webhook_1: { status: "succeeded", count: 1, durationUs: 1000 } })
  })
})

describe("what is told anew", () => {
  it("takes the place of all that was known", () => {
    const before = withTold(NOTHING, [
      ended("webhook_1"),
      started("code_1"),
      logged("code_1", "one"),
      { event: "missed" },
    ])
    const after = withTold(before, [
      { event: "again", leftOut: 0 },
      ended("webhook_1"),
      ended("code_1"),
      started("log_1"),
    ])
    expect(after.gap).toBe(false)
    expect(after.ended).toBe(2)
    expect(marksOfProgress(after, "main")).toMatchObject({
      code_1: { status: "succeeded", count: 1 },
      log_1: { status: "running" },
    })
  })
})

describe("the latest steps", () => {
  it("keep their log lines in order", () => {
    const progress = withTold(NOTHING, [started("code_1"), logged("code_1", "one"), logged("code_1", "two")])
    expect([...progress.recent.values()][0]?.logs.map(({ message }) => message)).toEqual(["one", "two"])
  })

  it("stay few however long the run, and what was handed out does not change", () => {
    const before = withTold(NOTHING, [ended("webhook_1")])
    const turns = Array.from({ length: 1000 }, (_, turn) => ended(`loop_1[${turn}].log_1`))
    const after = withTold(before, turns)
    expect(after.recent.size).toBe(MOST_RECENT)
    expect(after.ended).toBe(1001)
    expect([...after.recent.keys()].at(-1)).toBe("main loop_1[999].log_1")
    expect(before.recent.size).toBe(1)
    expect(before.ended).toBe(1)
  })
})
