import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PATIENT } from "../test/patience"
import { allSteps, type Flow, type Step } from "./definition"
import { diff } from "./diff"
import { drawChange } from "./diffDrawing"
import { fieldWords, summary, valueWords } from "./diffWords"
import { chain, integration, loadIntegration } from "./fixtures"
import { apply, type Operation } from "./operations"

const drawn = (before: Flow, after: Flow) =>
  drawChange(before, after, diff(integration(before), integration(after)).flows[0])

describe("one drawing of two versions", () => {
  it("puts a removed step back where it stood, with its links", () => {
    const { flow, marks } = drawn(chain("a", "b", "c"), {
      ...chain("a", "c"),
      layout: { a: { x: 0, y: 0 }, c: { x: 640, y: 0 } },
    })
    expect(flow.steps.map(({ id }) => id)).toEqual(["a", "c", "b"])
    expect(flow.layout?.b).toEqual({ x: 320, y: 0 })
    expect(marks).toMatchObject({ b: "removed", "a.out>b": "removed", "b.out>c": "removed", "a.out>c": "added" })
  })

  it("keeps a ghost off the step that took its place", () => {
    const after: Flow = {
      ...chain("a", "x"),
      steps: [
        { id: "a", component: "code" },
        { id: "x", component: "log" },
      ],
    }
    const { flow } = drawn(chain("a", "b"), after)
    expect(flow.layout?.x).toEqual({ x: 320, y: 0 })
    expect(flow.layout?.b?.y).toBeGreaterThan(60)
  })

  it("shows what left a removed loop only where it lives now", () => {
    const inner: Step = { id: "log_1", component: "log" }
    const before: Flow = {
      ...chain("a"),
      steps: [{ id: "loop_1", component: "loop", steps: [inner, { id: "gone", component: "log" }], links: [] }],
    }
    const { flow } = drawn(before, { ...chain("a"), steps: [inner] })
    expect(allSteps(flow.steps).map(({ id }) => id)).toEqual(["log_1", "loop_1", "gone"])
  })

  it("draws a removed flow whole, and an added one too", () => {
    const whole = chain("a", "b")
    const [removed, added] = [diff(integration(whole), integration()), diff(integration(), integration(whole))]
    expect(drawChange(whole, undefined, removed.flows[0]).marks).toEqual({
      a: "removed",
      b: "removed",
      "a.out>b": "removed",
    })
    expect(drawChange(undefined, whole, added.flows[0]).marks).toEqual({ a: "added", b: "added", "a.out>b": "added" })
  })

  it("never draws a step twice, and marks only what it draws", PATIENT, () => {
    const acme = loadIntegration("acme_erp")
    const ids = ["webhook_1", "loop_1", "log_1"]
    const operation = fc.oneof(
      fc
        .subarray(ids, { minLength: 1 })
        .map((gone): Operation => ({ kind: "removeSteps", flow: "update-inventory", ids: gone })),
      fc
        .constantFrom(...ids)
        .map((step): Operation => ({ kind: "renameStep", flow: "update-inventory", step, id: `${step}_b` })),
      fc.constant<Operation>({
        kind: "reparent",
        flow: "update-inventory",
        ids: ["log_1"],
        parent: null,
        positions: {},
      }),
      fc.constant<Operation>({
        kind: "addStep",
        flow: "update-inventory",
        step: { id: "new_1", component: "log" },
        parent: null,
        at: { x: 0, y: 0 },
      }),
    )
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), fc.boolean(), (operations, backwards) => {
        const [old, now] = backwards ? [operations.reduce(apply, acme), acme] : [acme, operations.reduce(apply, acme)]
        const change = diff(old, now).flows[0]
        const { flow, marks } = drawChange(old.flows[0], now.flows[0], change)
        const all = allSteps(flow.steps).map(({ id }) => id)
        expect(new Set(all).size).toBe(all.length)
        for (const { id } of change?.steps ?? []) expect(all).toContain(id)
        for (const id of Object.keys(marks)) expect(id.includes(">") || all.includes(id)).toBe(true)
      }),
    )
  })
})

describe("words for changes", () => {
  it.each([
    [["inputs", "url", "value"], "URL"],
    [["inputs", "fields", "object", "orderId", "reference"], "fields › orderId"],
    [["inputs", "cases", "list", 0, "object", "name", "value"], "cases › 1 › name"],
    [["inputs", "body", "value", "list", 1], "body › list › 2"],
    [["onError"], "When it fails"],
    [["policy", "dedupe", "windowSeconds"], "Policy › repeated requests › windowSeconds"],
  ])("%j is %s", (path, words) => {
    expect(fieldWords(path, { url: "URL" }).toLowerCase()).toBe(words.toLowerCase())
  })

  it("shows what stands in an input, not how it is tagged", () => {
    expect(
      [{ value: "a" }, { reference: "a.b" }, { configVariable: "Key" }, { value: { a: 1 } }, undefined].map(valueWords),
    ).toEqual(["a", "a.b", "config variable Key", '{\n  "a": 1\n}', ""])
  })

  it("counts what changed, links of new steps not apart", () => {
    const change = diff(
      integration(chain("a", "b")),
      integration(chain("a", "b", "c"), { ...chain("x"), key: "other" }),
    )
    expect(summary(change)).toEqual(["1 flow added", "1 step added"])
    expect(summary(diff(integration(chain("a")), integration(chain("a"))))).toEqual([])
  })
})
