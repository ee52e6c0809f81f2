import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { query } from "./jsonpath"
import { lookup, missingInWords, placeInWords, readSample, segmentsOf } from "./lookup"
import { nearest } from "./nearest"
import { previewOf } from "./preview"

interface Case {
  reference: string
  value?: unknown
  missing?: string
  nearest?: string | null
}
const file = join(import.meta.dirname, "../../../fixtures/conformance/references.yaml")
const { scope, cases, malformed, queries } = parse(readFileSync(file, "utf8"), { merge: true }) as {
  scope: Record<string, unknown>
  cases: Case[]
  malformed: string[]
  queries: Case[]
}

describe("a reference reads what the server reads", () => {
  it.each(cases)("$reference", ({ reference, missing, nearest: meant, ...rest }) => {
    const found = lookup(scope, reference)
    if ("value" in rest) expect(found).toEqual({ found: true, value: rest.value })
    else expect(found).toMatchObject({ found: false, missing: { key: missing, nearest: meant } })
  })

  it.each(malformed.filter((text) => !text.startsWith("$")))("%j is none", (text) => {
    expect(lookup(scope, text)).toBeNull()
  })

  it("reads own members only", () => {
    expect(readSample(scope, "webhook_1.results.toString")).toBeUndefined()
  })
})

describe("a JSONPath that is understood here gives what the server gives", () => {
  const results = (scope.webhook_1 as { results: { body: { data: { lines: unknown[] } } } }).results
  const values = { ...scope, a: { results: { items: results.body.data.lines, id: 9 } } }
  const variables = [{ key: "warehouse", name: "Warehouse", default: "main" }]
  const known = queries.filter(({ reference }) => !previewOf({ reference }, { values, variables }).later.length)

  it.each(known)("$reference", ({ reference, value, missing }) => {
    const preview = previewOf({ reference }, { values, variables })
    if (missing) expect(preview.missing).toHaveLength(1)
    else expect(preview).toMatchObject({ value, missing: [] })
  })

  it("covers names, places and comparisons", () => {
    expect(known.map(({ reference }) => reference)).toEqual(
      expect.arrayContaining([
        "$.steps.webhook_1.body.data.type",
        "$.steps.a.items[-1].sku",
        "$.steps.a.items[?@.qty > 4].sku",
      ]),
    )
  })

  it.each([
    "$.steps.a..sku",
    "$.steps.a.items[0:2]",
    "$.steps[*]",
    "$.steps.a[*]",
    "$.env.public_url",
    "$.steps[?@",
    '$.x["\\q"]',
  ])("leaves %s to a test", (reference) =>
    expect(previewOf({ reference }, { values, variables }).later).toEqual([reference]),
  )

  it("compares texts with texts and numbers with numbers", () => {
    const items = [{ n: 1 }, { n: "2" }, { n: 3 }, {}]
    expect(query({ items }, "$.items[?@.n > 1]")).toEqual([{ n: 3 }])
    expect(query({ items }, "$.items[?@.n != 1]")).toEqual([{ n: "2" }, { n: 3 }, {}])
    expect(query({ items }, "$.items[?@.n == '2']")).toEqual([{ n: "2" }])
  })
})

describe("what is missing is named, with the nearest name", () => {
  const values = { webhook_1: { results: { headers: {}, body: { data: { customerId: 7, lines: [1, 2] } } } } }
  const missing = (reference: string) => {
    const found = lookup(values, reference)
    return found && !found.found ? found.missing : null
  }
  const words = (reference: string) => {
    const found = missing(reference)
    return found && missingInWords(found)
  }

  it("in a sentence", () => {
    expect(words("webhook_1.results.body.data.custmerId")).toBe(
      "No `custmerId` in `webhook_1`'s `body.data`; did you mean `customerId`?",
    )
    expect(words("webhook_1.results.body.data.lines.sku")).toBe(
      "No `sku` in `webhook_1`'s `body.data.lines`, which holds a list of 2.",
    )
    expect(words("webhok_1.results")).toBe("No step called `webhok_1` comes before this one; did you mean `webhook_1`?")
    expect(words("webhook_1.results.headers.x")).toBe("No `x` in `webhook_1`'s `headers`, which holds an empty object.")
  })

  it("and mended in its place, whatever follows it", () => {
    expect(missing("webhook_1.results.boody.data.customerId")?.mended).toBe("webhook_1.results.body.data.customerId")
    expect(missing("webhok_1.results.body")?.mended).toBe("webhook_1.results.body")
    expect(missing("webhook_1.results.body.data.zzz")?.mended).toBeNull()
  })

  it.each([
    ["customer_id", "customerId"],
    ["X-Event-ID", "x-event-id"],
    ["oderId", "orderId"],
    ["recieved", "received"],
    ["id", null],
    ["total", null],
  ])("nearest to %s is %s", (wanted, meant) => {
    expect(nearest(wanted, ["name", "customerId", "x-event-id", "orderId", "received", "toll", "ok"])).toBe(meant)
  })

  it("speaks of places as people do", () => {
    expect(placeInWords("code_1.results")).toBe("`code_1`'s results")
    expect(placeInWords("loop_1.currentItem")).toBe("`loop_1`'s `currentItem`")
    expect(segmentsOf('a.results["odd key"]')?.map(({ key }) => key)).toEqual(["a", "results", "odd key"])
  })
})
