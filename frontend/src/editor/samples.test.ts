// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest"
import type { Component, StepRun } from "../api/types"
import type { Flow, Step } from "../flow/definition"
import { chain } from "../flow/fixtures"
import { LARGEST_PIN, pinnedResults, pinOf, usePins } from "./pins"
import { scopeOf } from "./sampleScope"
import { keyOf, useSamples } from "./samples"
import { changedSince } from "./staleness"

const component = (key: string, kind: string, resultsExample: unknown = null) => ({
  key,
  kind,
  title: key,
  resultsExample,
})
const components = {
  webhook: component("webhook", "trigger", { body: { data: { id: "example" } } }),
  code: component("code", "action", { made: "example" }),
  loop: component("loop", "container", []),
} as unknown as Record<string, Component>

const flow: Flow = {
  ...chain("webhook_1", "a", "b"),
  steps: chain("webhook_1", "a", "b").steps.map((step) =>
    step.id === "webhook_1" ? { ...step, component: "webhook" } : step,
  ),
}
const run = (stepId: string, results: unknown, status: StepRun["status"] = "succeeded", path = stepId): StepRun =>
  ({ stepId, path, status, results, component: "code", logs: [], durationUs: 1 }) as unknown as StepRun

const { enter, record, capture, paste, choose } = useSamples.getState()
const sample = () => useSamples.getState().flows[keyOf("one", "main")]
const scope = (pinned: Record<string, unknown> = {}, of: Flow = flow, stepId = "b") =>
  scopeOf({ flow: of, stepId, components, variables: [], sample: sample(), pinned })
const sources = (pinned?: Record<string, unknown>) =>
  Object.fromEntries(scope(pinned).roots.map(({ stepId, source }) => [stepId, source]))

beforeEach(() => {
  localStorage.clear()
  useSamples.setState({ integration: "", flows: {}, tests: {} })
  enter("one")
  usePins.getState().enter("one")
})

describe("where the values of earlier steps come from", () => {
  it("is their component's example until something is known", () => {
    expect(sources()).toEqual({ webhook_1: "example", a: "example" })
    expect(scope().values.a).toEqual({ results: { made: "example" } })
  })

  it("is a captured request for the trigger alone, as nothing has run on it", () => {
    capture("main", { body: { data: { id: 7 } } }, "captured 14:02 from POST")
    expect(sources()).toEqual({ webhook_1: "captured 14:02 from POST", a: "example" })
  })

  it("is the last test, except where the step failed or was skipped", () => {
    record("main", [run("webhook_1", { body: 1 }), run("a", null, "failed")])
    expect(sources()).toEqual({ webhook_1: expect.stringMatching(/^test run at \d\d:\d\d$/), a: "example" })
  })

  it("is an earlier execution, by its own words", () => {
    record("main", [run("a", { made: 2 })], "run of 13:50 for Northwind")
    expect(sources().a).toBe("run of 13:50 for Northwind")
    expect(useSamples.getState().tests).toEqual({})
  })

  it("is pasted JSON for one step, beside what is known of the others", () => {
    record("main", [run("webhook_1", 1), run("a", 2)])
    paste("main", "a", { made: "pasted" })
    expect(sources()).toEqual({
      webhook_1: expect.stringContaining("test run"),
      a: expect.stringMatching(/^pasted at/),
    })
  })

  it("is what is pinned before all else", () => {
    record("main", [run("a", 2)])
    expect(sources({ a: { made: "pinned" } }).a).toBe("pinned")
    expect(scope({ a: { made: "pinned" } }).values.a).toEqual({ results: { made: "pinned" } })
  })

  it("can be chosen back: the last test, or the examples", () => {
    record("main", [run("a", 2)])
    const test = sample()
    capture("main", {}, "captured")
    choose("main", test ?? null)
    expect(sources().a).toContain("test run")
    choose("main", null)
    expect(sources().a).toBe("example")
  })

  it("is never that of another integration's flow of the same key", () => {
    record("main", [run("a", 2)], "run", { integration: "two" })
    expect(sources().a).toBe("example")
    enter("two")
    expect(useSamples.getState().flows[keyOf("two", "main")]?.steps.a?.results).toBe(2)
    enter("one")
    expect(useSamples.getState().flows).toEqual({})
  })

  it("keeps the other steps when only a part was run", () => {
    record("main", [run("webhook_1", 1), run("a", 2)])
    record("main", [run("a", 3)], undefined, { partial: true })
    expect(Object.keys(sample()?.steps ?? {})).toEqual(["webhook_1", "a"])
    expect(sample()?.steps.a?.results).toBe(3)
    expect(sample()?.runs).toHaveLength(1)
  })
})

describe("a step in a loop", () => {
  const inner: Step = { id: "c", component: "code", inputs: {} }
  const loop = (items: Step["inputs"]): Flow => ({
    ...flow,
    steps: [
      ...flow.steps.slice(0, 2),
      { id: "loop_1", component: "loop", inputs: items ?? {}, steps: [inner], links: [] },
    ],
    links: [
      { from: "webhook_1", to: "a" },
      { from: "a", to: "loop_1" },
    ],
  })

  it("reads the first item, by a reference or a JSONPath, and of an object its first pair", () => {
    const item = (inputs: Step["inputs"]) =>
      scope({ a: { rows: [{ x: 1 }, { x: 2 }], pair: { k: "v" } } }, loop(inputs), "c").values.loop_1
    expect(item({ items: { reference: "a.results.rows" } })).toEqual({ currentItem: { x: 1 }, index: 0 })
    expect(item({ items: { reference: "$.steps.a.rows[?@.x > 1]" } })).toEqual({
      currentItem: { key: "x", value: 2 },
      index: 0,
    })
    expect(item({ items: { reference: "$.steps.a.rows[*]" } })).toEqual({ currentItem: { x: 1 }, index: 0 })
    expect(item({ items: { reference: "a.results.pair" } })).toEqual({
      currentItem: { key: "k", value: "v" },
      index: 0,
    })
  })

  it("is shown with the results of the first turn", () => {
    record("main", [run("c", 1, "succeeded", "loop_1[0].c"), run("c", 2, "succeeded", "loop_1[1].c")])
    expect(sample()?.steps.c?.results).toBe(1)
  })
})

describe("results are stale", () => {
  const changed = (change: Partial<Step>, of = "a"): Flow => ({
    ...flow,
    steps: flow.steps.map((step) => (step.id === of ? { ...step, ...change } : step)),
  })
  beforeEach(() => record("main", [run("webhook_1", 1), run("a", 2), run("b", 3)], undefined, { flow }))
  const change = (of: Flow, stepId: string) => {
    const now = sample()
    return now && changedSince(of, stepId, now)
  }

  it("when the step was changed, and when one before it was", () => {
    const edited = changed({ inputs: { code: { value: "new" } } })
    expect(change(edited, "a")).toBe("step")
    expect(change(edited, "b")).toBe("earlier")
    expect(change(edited, "webhook_1")).toBeNull()
  })

  it("but not when it only got another name, or the server another order of keys", () => {
    expect(change(changed({ name: "Better", notes: "why" }), "b")).toBeNull()
    record("main", [run("a", 2)], undefined, {
      flow: changed({ inputs: { x: { value: { p: 1, q: 2 } }, y: { value: 1 } } }),
    })
    expect(change(changed({ inputs: { y: { value: 1 }, x: { value: { q: 2, p: 1 } } } }), "a")).toBeNull()
  })
})

describe("pins", () => {
  const step: Step = { id: "a", component: "code" }
  const pins = () => usePins.getState()

  it("survive a reload of the page, by integration", () => {
    expect(pins().pin("main", step, { kept: true })).toBeNull()
    pins().enter("two")
    expect(pins().flows).toEqual({})
    pins().enter("one")
    expect(pinnedResults(pins().flows, "main", [step])).toEqual({ a: { kept: true } })
  })

  it("belong to a step, not to whatever takes its label later", () => {
    pins().pin("main", step, 1)
    expect(pinOf(pins().flows, "main", { ...step, component: "map" })).toBeUndefined()
  })

  it("follow a rename, and are there again when it is undone", () => {
    pins().pin("main", step, 1)
    pins().follow("main", "a", "z")
    expect(pinnedResults(pins().flows, "main", [{ ...step, id: "z" }])).toEqual({ z: 1 })
    expect(pinnedResults(pins().flows, "main", [step])).toEqual({ a: 1 })
  })

  it("are refused when too large, one or all together, and nothing is lost", () => {
    expect(pins().pin("main", step, "x".repeat(LARGEST_PIN))).toMatch(/too large to pin: 201 kB, at most 200 kB/)
    for (let number = 0; number < 5; number += 1) pins().pin("main", { ...step, id: `s${number}` }, "x".repeat(190_000))
    expect(pins().pin("main", step, "x".repeat(190_000))).toMatch(/Unpin a step first/)
    expect(Object.keys(pins().flows.main ?? {})).toHaveLength(5)
  })

  it("of steps that are gone take no room", () => {
    pins().pin("main", step, 1)
    pins().pin("main", { ...step, id: "gone" }, 1)
    pins().prune({ name: "", key: "", flows: [flow] })
    expect(Object.keys(pins().flows.main ?? {})).toEqual(["a"])
  })
})
