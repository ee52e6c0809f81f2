import { describe, expect, it } from "vitest"
import type { Lane } from "../api/types"
import { executionsOf, policyWords } from "./words"

const lane = (policy: Partial<Lane["policy"]> = {}): Lane => ({
  instanceId: "i",
  flowKey: "orders",
  flowName: "Orders",
  integration: { id: "n", name: "Shop" },
  customer: { id: "c", externalId: "c-1", name: "Northwind" },
  enabled: true,
  heldSince: null,
  heldBy: "",
  policy: { atOnce: null, starts: null, perSeconds: null, orderedBy: null, ...policy },
  queued: 0,
  oldestQueuedAt: null,
  running: 0,
  waiting: 0,
  held: 0,
  arrived: 0,
})

describe("a lane in words", () => {
  it("says nothing of a flow whose executions run as they come", () => {
    expect(policyWords(lane())).toBe("")
  })

  it("says what its policy allows", () => {
    expect(policyWords(lane({ atOnce: 3 }))).toBe("3 at once")
    expect(policyWords(lane({ starts: 10, perSeconds: 60 }))).toBe("10 in 60 s")
    expect(policyWords(lane({ starts: 10, perSeconds: 1 }))).toBe("10 in a second")
    expect(policyWords(lane({ orderedBy: "trigger.results.body.data.id" }))).toBe("in order by body.data.id")
  })

  it("leads to its executions of one status", () => {
    expect(executionsOf(lane(), "queued")).toBe("/executions?status=queued&integration=n&flow=orders&customer=c")
  })
})
