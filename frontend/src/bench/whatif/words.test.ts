import { describe, expect, it } from "vitest"
import type { WhatIf } from "../../api/types"
import { changeWords, summary } from "./words"

const NONE = { unchanged: 0, changed: 0, nowFails: 0, nowSucceeds: 0, notTold: 0 }

function told(requests: number, counts: Partial<typeof NONE>, leftOut = 0): WhatIf {
  return { requests, leftOut, customers: [{ customer: null, counts: { ...NONE, ...counts }, requests: [] }] }
}

describe("what a what-if says at a glance", () => {
  it.each([
    [
      told(20, { unchanged: 17, changed: 2, nowFails: 1 }),
      "Of 20 requests, 17 come out the same, 2 come out differently and 1 now fails.",
    ],
    [told(3, { unchanged: 3 }), "Of 3 requests, 3 come out the same."],
    [told(1, { nowSucceeds: 1 }), "The only request now succeeds."],
    [told(2, { notTold: 2 }, 5), "Of 2 requests, 2 cannot be told. There was no time for 5 more."],
    [{ requests: 0, leftOut: 0, customers: [] }, "No real request has come yet to try it on."],
    [{ requests: 0, leftOut: 4, customers: [] }, "There was no time for any request. Try again."],
  ] as [WhatIf, string][])("%#", (answer, words) => {
    expect(summary(answer)).toBe(words)
  })

  it("names the step of a change", () => {
    const change = { about: "step", stepId: "http_1", kind: "sends_other", differences: [], more: 0 } as const
    expect(changeWords({ ...change, differences: [] })).toBe("http_1 would send something else")
  })
})
