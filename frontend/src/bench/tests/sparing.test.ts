import { describe, expect, it } from "vitest"
import type { Component, StepRun, TestRun } from "../../api/types"
import type { Sent } from "./SaveTest"
import { reachedOut, withResults } from "./sparing"

const COMPONENTS = [
  { key: "http.request", group: "Outside world", effect: true, connector: "" },
  { key: "deliver", group: "Outside world", effect: true, connector: "" },
  { key: "storage.set", group: "Storage", effect: true, connector: "" },
  { key: "acme.find", group: "Acme", effect: false, connector: "acme" },
  { key: "code", group: "Logic", effect: false, connector: "" },
] as Component[]

const ran = (stepId: string, component: string, more: Partial<StepRun> = {}) =>
  ({ stepId, path: stepId, component, status: "succeeded", pinned: false, results: { of: stepId }, ...more }) as StepRun

const runOf = (steps: StepRun[], preprocess: StepRun[] = []) =>
  ({
    flow: "orders",
    execution: { steps },
    stages: [{ stage: "preprocess", ok: true, detail: "", data: { flow: "pre", steps: preprocess, result: null } }],
  }) as unknown as TestRun

const OF_FLOW = { kind: "flow", flow: { key: "orders", name: "Orders" }, pins: {} } as unknown as Sent
const OF_ROAD = { kind: "endpoint", flow: null, pins: { orders: { code_1: 1 } } } as unknown as Sent

describe("what a saved test keeps so that it need not call out again", () => {
  it("is the results of steps that reached outside, not of what stays inside, failed, was pinned or stands in a loop", () => {
    const run = runOf([
      ran("http_1", "http.request"),
      ran("find_1", "acme.find"),
      ran("http_2", "http.request", { status: "failed" }),
      ran("http_3", "http.request", { pinned: true }),
      ran("http_4", "http.request", { path: "loop_1[0].http_4" }),
      ran("deliver_1", "deliver"),
      ran("set_1", "storage.set"),
      ran("code_1", "code"),
    ])
    const reached = reachedOut(OF_FLOW, run, COMPONENTS)
    expect(withResults(OF_FLOW, reached)).toEqual({ http_1: { of: "http_1" }, find_1: { of: "find_1" } })
  })

  it("goes by flow for a whole road, beside what was pinned already", () => {
    const run = runOf([ran("http_1", "http.request")], [ran("http_1", "http.request", { results: "of pre" })])
    expect(withResults(OF_ROAD, reachedOut(OF_ROAD, run, COMPONENTS))).toEqual({
      orders: { http_1: { of: "http_1" }, code_1: 1 },
      pre: { http_1: "of pre" },
    })
  })

  it("leaves what was pinned by hand as it is", () => {
    const sent = { ...OF_FLOW, pins: { http_1: "mine" } } as Sent
    const reached = reachedOut(sent, runOf([ran("http_1", "http.request")]), COMPONENTS)
    expect(withResults(sent, reached)).toEqual({ http_1: "mine" })
  })
})
