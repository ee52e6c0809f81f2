import { expect, it } from "vitest"
import type { StepRun } from "../api/types"
import type { Flow } from "../flow/definition"
import { lanesOf } from "./lanes"
import { type Moment, momentOfEnd, standingsAt, type Timeline, timelineOf, triesAt } from "./timeline"

const START = "2026-01-01T00:00:00.000000Z"
const at = (microseconds: number) => `2026-01-01T00:00:${(microseconds / 1_000_000).toFixed(6).padStart(9, "0")}Z`

const ran = (path: string, from: number | null, took = 0, changes: Partial<StepRun> = {}): StepRun =>
  ({
    stepId: path.split(".").at(-1),
    path,
    status: "succeeded",
    outlet: "out",
    startedAt: from === null ? null : at(from),
    durationUs: took,
    attempt: 1,
    attempts: [],
    ...changes,
  }) as StepRun

const told = ({ runs, moments }: Timeline): string[] =>
  moments.map(({ at, kind, run }: Moment) => `${at} ${kind} ${runs[run]?.path}`)

const retried = ran("ask", 5000, 100, {
  status: "failed",
  attempt: 2,
  attempts: [{ attempt: 1, startedAt: at(1000), durationUs: 200, error: null }],
})

it("tells starts and ends in order; what takes no time of its own only ends", () => {
  const timeline = timelineOf([ran("hook", null), ran("slow", 100, 50), ran("fast", 160, 10)], START)
  expect(told(timeline)).toEqual(["0 end hook", "100 start slow", "150 end slow", "160 start fast", "170 end fast"])
  expect(timeline.total).toBe(170)
})

it("tells steps that run at the same time in between each other", () => {
  const timeline = timelineOf([ran("hook", null), ran("short", 20, 10), ran("long", 10, 90)], START)
  expect(told(timeline)).toEqual(["0 end hook", "10 start long", "20 start short", "30 end short", "100 end long"])
})

it("shows each try of a step and the wait before the next", () => {
  const timeline = timelineOf([retried], START)
  expect(told(timeline)).toEqual(["1000 start ask", "1200 retry ask", "5000 start ask", "5100 end ask"])
  expect(timeline.times[0]?.stretches).toEqual([
    { kind: "try", from: 1000, to: 1200 },
    { kind: "wait", from: 1200, to: 5000 },
    { kind: "last", from: 5000, to: 5100 },
  ])
  expect([1, 2, 3, 4].map((count) => standingsAt(timeline, count).get(0))).toEqual([
    "running",
    "waiting",
    "running",
    "ended",
  ])
  expect([1, 2, 3, 4].map((count) => triesAt(timeline, count, 0))).toEqual([0, 1, 1, 1])
})

it("lets a loop last from its first turn to its end, and begin before it", () => {
  const runs = [ran("loop[0].a", 10, 5), ran("loop[1].a", 20, 5), ran("loop", null), ran("after", 30, 1)]
  const timeline = timelineOf(runs, START)
  expect(told(timeline)).toEqual([
    "10 start loop",
    "10 start loop[0].a",
    "15 end loop[0].a",
    "20 start loop[1].a",
    "25 end loop[1].a",
    "25 end loop",
    "30 start after",
    "31 end after",
  ])
  expect(standingsAt(timeline, 3).get(2)).toBe("running")
})

it("begins an outer loop before the loop inside it", () => {
  const runs = [ran("o[0].i[0].a", 10, 5), ran("o[0].i", null), ran("o", null)]
  expect(told(timelineOf(runs, START)).slice(0, 3)).toEqual(["10 start o", "10 start o[0].i", "10 start o[0].i[0].a"])
})

it("takes what another execution gave as there from the beginning", () => {
  const timeline = timelineOf([ran("hook", null, 0, { keptFrom: "x" }), ran("b", 5, 1)], START)
  expect(told(timeline)).toEqual(["5 start b", "6 end b"])
  expect([...standingsAt(timeline, 0)]).toEqual([[0, "ended"]])
})

it("says a step was skipped once the step that decided it has ended", () => {
  const runs = [ran("branch", 10, 10), ran("no", null, 0, { status: "skipped" }), ran("yes", 30, 10)]
  const timeline = timelineOf(runs, START)
  expect([0, 1, 2].map((count) => standingsAt(timeline, count).get(1))).toEqual([undefined, undefined, "ended"])
})

it("finds the moment at which a run has ended", () => {
  const timeline = timelineOf([ran("a", 1, 1), ran("b", 3, 1)], START)
  expect([momentOfEnd(timeline, 0), momentOfEnd(timeline, 1), momentOfEnd(timeline, 7)]).toEqual([2, 4, 0])
})

it("is calm about an execution that has not begun, or tells no times", () => {
  expect(told(timelineOf([], null))).toEqual([])
  expect(told(timelineOf([{ ...ran("a", null), startedAt: undefined } as StepRun], null))).toEqual(["0 end a"])
})

const flow = {
  key: "f",
  name: "F",
  steps: [
    { id: "hook", component: "webhook" },
    { id: "loop", component: "loop", steps: [{ id: "a", component: "log" }], links: [] },
    { id: "never", component: "log" },
  ],
  links: [],
} as unknown as Flow

it("draws a lane for each step of the flow, those in loops below them, and joins bars too fine to tell apart", () => {
  const turns = Array.from({ length: 1000 }, (_, turn) => ran(`loop[${turn}].a`, turn * 10, 9))
  const lanes = lanesOf(timelineOf([ran("hook", null), ...turns, ran("loop", null)], START), flow)
  expect(lanes.map(({ stepId, depth }) => `${depth} ${stepId}`)).toEqual(["0 hook", "0 loop", "1 a", "0 never"])
  const [, loop, inner, never] = lanes
  expect(inner?.runs.length).toBe(1000)
  expect(inner?.bars.length).toBeLessThan(120)
  expect(inner?.bars.reduce((sum, bar) => sum + bar.width, 0)).toBeGreaterThan(85)
  expect(loop?.bars).toEqual([{ kind: "succeeded", left: 0, width: 100, run: 1001 }])
  expect([never?.runs, never?.bars, never?.from]).toEqual([[], [], undefined])
})

it("draws the tries and waits of a step that failed in the end", () => {
  const [lane] = lanesOf(timelineOf([retried], START), null)
  expect(lane?.bars.map((bar) => bar.kind)).toEqual(["try", "wait", "failed"])
})
