import { expect, it } from "vitest"
import type { StepRun } from "../api/types"
import type { Flow } from "../flow/definition"
import { takenEdges } from "./marks"

const run = (stepId: string, changes: Partial<StepRun> = {}): StepRun =>
  ({ stepId, path: stepId, status: "succeeded", outlet: "", ...changes }) as StepRun

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

it("follows the outlet a branch chose and no other", () => {
  const runs = [run("webhook_1"), run("branch_1", { outlet: "yes" }), run("yes"), run("no", { status: "skipped" })]
  expect([...takenEdges(flow, runs)]).toEqual(["webhook_1.out>branch_1", "branch_1.yes>yes", "yes.out>loop_1"])
})

it("ends where a step failed", () => {
  expect(takenEdges(flow, [run("webhook_1", { status: "failed" })]).size).toBe(0)
})

it("counts every turn of a loop, by its error link too", () => {
  const runs = [run("call", { outlet: "out" }), run("call", { status: "failed", outlet: "error" })]
  expect(takenEdges(flow, runs)).toEqual(new Set(["call.error>note", "call.out>done"]))
})

it("goes on after a failure that the flow ignores", () => {
  expect(takenEdges(flow, [run("webhook_1", { status: "ignored" })]).has("webhook_1.out>branch_1")).toBe(true)
})
