import { expect, it } from "vitest"
import type { ExecutionDetail, StepRun } from "../api/types"
import { editedInputs, rerunWords, startableSteps, startFor } from "./rerun"

const run = (path: string, status = "succeeded", error: unknown = null): StepRun =>
  ({ path, stepId: path.split(".").at(-1), status, error }) as StepRun

const execution = (changes: Partial<ExecutionDetail> = {}): ExecutionDetail =>
  ({
    status: "failed",
    triggerStep: "webhook_1",
    steps: [
      run("webhook_1"),
      run("other_1", "skipped"),
      run("loop_1[0].code_1"),
      run("loop_1", "skipped", { code: "interrupted" }),
      run("ask_1", "failed", {}),
    ],
    ...changes,
  }) as ExecutionDetail

it("starts at steps of the top level that ran, never at the trigger", () => {
  expect(startableSteps(execution())).toEqual(["loop_1", "ask_1"])
  expect(startableSteps(execution({ status: "running" }))).toEqual([])
})

it("starts at the loop when the step is inside one", () => {
  const startable = ["loop_1", "ask_1"]
  expect(startFor("loop_1[3].code_1", startable)).toBe("loop_1")
  expect(startFor("ask_1", startable)).toBe("ask_1")
  expect(startFor("never_1", startable)).toBe("loop_1")
  expect(startFor(null, [])).toBeNull()
})

it("sends only what was edited, so that the rest is resolved again", () => {
  const before = { url: "a", body: { n: 1 }, token: "[redacted]" }
  expect(editedInputs(before, '{"url": "b", "body": {"n": 1}, "token": "[redacted]"}')).toEqual({ url: "b" })
  expect(editedInputs(before, '{"url": "a", "body": {"n": 1}, "new": 1}')).toEqual({ new: 1, token: null })
  expect(editedInputs(before, JSON.stringify(before))).toEqual({})
})

it.each(["[1]", "null", '"text"', "{"])("takes no input that is no object: %s", (text) => {
  expect(() => editedInputs({}, text)).toThrow()
})

it("says what a re-run changed", () => {
  const rerun = { from: "code_1", edited: ["body"], pinned: ["ask_1", "trigger"], by: "ada@example.com" }
  expect(rerunWords({ rerun })).toBe(" from code_1, body, results of ask_1, payload edited, by ada@example.com")
  expect(rerunWords({ rerun: { ...rerun, edited: [], pinned: [] } })).toBe(" from code_1, by ada@example.com")
  expect(rerunWords({ rerun: null })).toBe("")
})
