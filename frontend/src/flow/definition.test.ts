import { describe, expect, it } from "vitest"
import { complete, type Definition } from "./definition"
import { loadIntegration } from "./fixtures"

describe("a document that leaves lists out", () => {
  it("gets them, and a whole one stays the very same", () => {
    const bare = { name: "A", key: "a", flows: [{ key: "main", name: "Main" }] } as unknown as Definition
    expect(complete(bare).flows[0]).toEqual({ key: "main", name: "Main", steps: [], links: [] })
    expect(complete({ name: "A", key: "a" } as Definition).flows).toEqual([])
    const whole = loadIntegration("acme_erp")
    expect(complete(whole)).toBe(whole)
  })
})
