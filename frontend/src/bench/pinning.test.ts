import { describe, expect, it } from "vitest"
import type { StepRun } from "../api/types"
import type { Pin } from "../editor/pins"
import type { FlowSample, StepSample } from "../editor/samples"
import { chain, integration } from "../flow/fixtures"
import { pinsForFlow, pinsOfAll } from "./pinning"

const flow = chain("a", "b", "c")
const pin = (results: unknown): Pin => ({ results, at: "2026-01-01T00:00:00Z", component: "code" })
const known = (results: unknown, status = "succeeded"): StepSample => ({
  results,
  source: "test",
  run: { status } as StepRun,
  step: null,
})
const sample: FlowSample = {
  steps: { a: known(1), b: known(null, "failed"), gone: known(9) },
  trigger: null,
  runs: [],
  source: "test",
}
const pins = { main: { b: pin("pinned b"), c: pin("pinned c") } }
const given = (part?: Parameters<typeof pinsForFlow>[0]["part"]) =>
  pinsForFlow({ flowKey: "main", steps: flow.steps, pins, sample, part })

describe("what a test is given instead of running it", () => {
  it("is what is pinned", () => {
    expect(given()).toEqual({ b: "pinned b", c: "pinned c" })
  })

  it("is never the step that is asked for", () => {
    expect(given({ upTo: "c" })).toEqual({ b: "pinned b" })
  })

  it("is, for a step alone, also what is known of the others; a pin goes before", () => {
    expect(given({ only: "c" })).toEqual({ a: 1, b: "pinned b" })
    expect(given({ only: "b" })).toEqual({ a: 1, c: "pinned c" })
  })

  it("is told by flow for the whole endpoint", () => {
    expect(pinsOfAll(integration(flow, { ...flow, key: "other" }), pins)).toEqual({
      main: { b: "pinned b", c: "pinned c" },
    })
    expect(pinsOfAll(undefined, pins)).toEqual({})
  })
})
