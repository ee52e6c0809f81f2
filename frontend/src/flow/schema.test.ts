import { describe, expect, it } from "vitest"
import { type InputSchema, isNeeded, shownProperties } from "./schema"

const family: InputSchema = {
  required: ["operation"],
  properties: {
    operation: { type: "string", oneOf: [{ const: "hash" }, { const: "sign" }, { const: "compare" }] },
    data: { "x-when": { operation: ["hash", "sign"] } },
    algorithm: { default: "sha256", "x-when": { operation: ["hash", "sign"] } },
    key: { "x-when": { operation: ["sign"] } },
    prefix: {},
    pepper: { "x-when": { algorithm: ["sha256"] } },
  },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  allOf: [{ if: { properties: { operation: { const: "sign" } } }, then: { required: ["data", "key"] } }],
}

describe("what a form shows", () => {
  it("is what the chosen operation works with", () => {
    expect(shownProperties(family, { operation: { value: "compare" } })).toEqual(["operation", "prefix", "pepper"])
    expect(shownProperties(family, { operation: { value: "hash" } })).not.toContain("key")
    expect(shownProperties(family, { operation: { value: "sign" } })).toContain("key")
  })

  it("keeps what was filled in before, so that nothing is hidden in a flow", () => {
    const given = { operation: { value: "compare" }, key: { credential: "erp" } }
    expect(shownProperties(family, given)).toContain("key")
  })

  it("is short before anything is chosen, and whole when only a run will tell", () => {
    expect(shownProperties(family)).toEqual(["operation", "prefix", "pepper"])
    expect(shownProperties(family, { operation: { reference: "a.results" } })).toContain("key")
  })

  it("goes by the default of what is not filled in", () => {
    expect(shownProperties(family, { algorithm: { value: "md5" } })).not.toContain("pepper")
  })
})

describe("what must be given", () => {
  it("is what always must, and what the chosen operation cannot do without", () => {
    expect(isNeeded(family, "operation")).toBe(true)
    expect(isNeeded(family, "key", { operation: { value: "sign" } })).toBe(true)
    expect(isNeeded(family, "key", { operation: { value: "hash" } })).toBe(false)
    expect(isNeeded(family, "prefix", { operation: { value: "sign" } })).toBe(false)
  })
})
