import { describe, expect, it } from "vitest"
import type { Stage, TestRun } from "../api/types"
import { askedCustomer, pickableResults, roadOf, stageToShow } from "./stages"

const stage = (name: Stage["stage"], more: Partial<Stage> = {}): Stage => ({
  stage: name,
  ok: true,
  detail: "",
  durationUs: 5,
  ...more,
})

const unrouted: Stage[] = [
  stage("endpoint"),
  stage("verify", { skipped: true, durationUs: 0 }),
  stage("pick", { data: { flowName: "Create Order", externalCustomerId: "A06DFFAX" } }),
  stage("match", { ok: false, data: { externalCustomerId: "A06DFFAX", nearest: [] } }),
  stage("answer", { ok: false, detail: "404 customer_not_found" }),
]

const states = (trace: Stage[]) => Object.fromEntries(roadOf(trace).map(({ name, state }) => [name, state]))

describe("the road of a request", () => {
  it("blames the stage that stopped, not the answer that followed from it", () => {
    expect(states(unrouted)).toMatchObject({ match: "stopped", answer: "refused", verify: "skipped" })
  })

  it("shows what was never reached, in its place", () => {
    expect(states(unrouted).store).toBe("unreached")
    expect(roadOf(unrouted).map((one) => one.name)).toEqual(["endpoint", "verify", "pick", "match", "store", "answer"])
  })

  it("adds nothing to a road that went through", () => {
    expect(roadOf([stage("endpoint"), stage("match"), stage("answer")])).toHaveLength(3)
  })

  it("blames the answer when nothing before it stopped", () => {
    expect(states([stage("match"), stage("answer", { ok: false })]).answer).toBe("stopped")
  })

  it("gives skipped stages, and those not worth measuring, no time", () => {
    expect(roadOf([stage("store", { durationUs: 0 })])[0]?.durationUs).toBeNull()
    expect(roadOf(unrouted).find((one) => one.name === "verify")?.durationUs).toBeNull()
  })
})

it("shows first where it stopped, else who got it, else the end", () => {
  expect(stageToShow(roadOf(unrouted))).toBe("match")
  expect(stageToShow(roadOf([stage("method", { ok: false })]))).toBe("method")
  expect(stageToShow(roadOf([stage("match"), stage("answer")]))).toBe("match")
  expect(stageToShow(roadOf([stage("parse"), stage("answer")]))).toBe("answer")
  expect(stageToShow([])).toBeNull()
})

it("offers as alias what the customer was looked up by", () => {
  expect(askedCustomer(unrouted)).toBe("A06DFFAX")
  expect(askedCustomer(unrouted.slice(0, 3))).toBe("A06DFFAX")
  expect(askedCustomer([])).toBe("")
})

it("chooses from the preprocess result when picking was never reached", () => {
  const run = (stages: Stage[]) => ({ stages }) as TestRun
  expect(pickableResults(run([stage("pick", { data: { results: { a: 1 } } })]))).toEqual({ a: 1 })
  expect(pickableResults(run([stage("preprocess", { data: { steps: [], result: { b: 2 } } })]))).toEqual({ b: 2 })
  expect(pickableResults(run([stage("method", { ok: false })]))).toBeUndefined()
  expect(pickableResults(undefined)).toBeUndefined()
})
