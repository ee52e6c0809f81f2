import { expect, it } from "vitest"
import type { StepRun } from "../api/types"
import type { Flow } from "../flow/definition"
import { countLinks, marksAt, marksFromTally, tallied, withOrigins, withWaits } from "./marks"

const run = (stepId: string, changes: Partial<StepRun> = {}): StepRun =>
  ({ stepId, path: stepId, status: "succeeded", outlet: "", durationUs: 0, ...changes }) as StepRun

const flow: Flow = {
  key: "f",
  name: "F",
  steps: [
    { id: "webhook_1", component: "webhook" },
    { id: "branch_1", component: "branch.value" },
    { id: "yes", component: "log" },
    { id: "no", component: "log" },
    {
      id: "loop_1",
      component: "loop",
      steps: [
        { id: "call", component: "http.request", onError: "branch" },
        { id: "note", component: "log" },
        { id: "done", component: "log" },
      ],
      links: [
        { from: "call", to: "note", outlet: "error" },
        { from: "call", to: "done" },
      ],
    },
  ],
  links: [
    { from: "webhook_1", to: "branch_1" },
    { from: "branch_1", to: "yes", outlet: "yes" },
    { from: "branch_1", to: "no", outlet: "else" },
    { from: "yes", to: "loop_1" },
  ],
}

const counts = (runs: StepRun[]) => countLinks(flow, tallied(runs))

it("follows the outlet a branch chose and no other", () => {
  const runs = [run("webhook_1"), run("branch_1", { outlet: "yes" }), run("yes"), run("no", { status: "skipped" })]
  expect(counts(runs)).toEqual({ "webhook_1.out>branch_1": 1, "branch_1.yes>yes": 1, "yes.out>loop_1": 1 })
})

it("ends where a step failed, and goes on after a failure that the flow ignores", () => {
  expect(counts([run("webhook_1", { status: "failed" })])).toEqual({})
  expect(counts([run("webhook_1", { status: "ignored" })])["webhook_1.out>branch_1"]).toBe(1)
})

it("counts every turn of a loop, by its error link too", () => {
  const runs = [run("call", { outlet: "out" }), run("call"), run("call", { status: "failed", outlet: "error" })]
  expect(counts(runs)).toEqual({ "call.error>note": 1, "call.out>done": 2 })
})

it("says of a step that ran often what was worst, how often, and the time of all", () => {
  const runs = [
    run("a", { durationUs: 5 }),
    run("a", { status: "failed", durationUs: 2 }),
    run("a", { status: "skipped" }),
  ]
  expect(marksFromTally(tallied(runs))).toEqual({ a: { status: "failed", count: 3, alike: 1, durationUs: 7 } })
})

it("shows what runs or waits over what has ended, and nothing of what has not begun", () => {
  const runs = [run("a"), run("b"), run("b"), run("c")]
  const marks = marksAt(
    runs,
    new Map([
      [0, "ended"],
      [1, "ended"],
      [2, "running"],
    ]),
  )
  expect(marks).toEqual({ a: { status: "succeeded", count: 1 }, b: { status: "running", count: 2 } })
})

it("tells results that were kept or given by hand from those of a run, and tries", () => {
  const runs = [run("a", { keptFrom: "x" }), run("b", { pinned: true }), run("c", { attempt: 3 }), run("d")]
  expect(withOrigins(marksFromTally(tallied(runs)), runs, null)).toEqual({
    a: { status: "kept" },
    b: { status: "pinned" },
    c: { status: "succeeded", count: 1, attempts: 3 },
    d: { status: "succeeded", count: 1 },
  })
})

it("takes the steps inside a loop that was kept as kept with it", () => {
  const runs = [run("loop_1", { keptFrom: "x" })]
  const kept = { status: "kept" }
  expect(withOrigins({ loop_1: { status: "succeeded" } }, runs, flow)).toEqual({
    loop_1: kept,
    call: kept,
    note: kept,
    done: kept,
  })
})

it("shows a step that sleeps or waits for its next try, which has no result yet", () => {
  const ended = { webhook_1: { status: "succeeded", count: 1 }, log_1: { status: "succeeded", count: 2 } }
  expect(withWaits(ended, [{ stepId: "sleep_1" }, { stepId: "log_1" }])).toEqual({
    ...ended,
    sleep_1: { status: "waiting", count: 1 },
    log_1: { status: "waiting", count: 3 },
  })
})
