import { describe, expect, it } from "vitest"
import { momentOf } from "./moments"
import { triggerResults } from "./triggerResults"

const request = { method: "POST", headers: [] as [string, string][], query: "", body: "", contentType: "" }

describe("a captured request as the trigger's results", () => {
  it("has header names in lower case, repeated ones joined", () => {
    const headers: [string, string][] = [
      ["X-Kind", "a"],
      ["x-kind", "b"],
    ]
    expect(triggerResults({ ...request, headers, contentType: "text/plain" }).headers).toEqual({
      "content-type": "text/plain",
      "x-kind": "a, b",
    })
  })

  it.each([
    ["application/json", '{"a":1}', { a: 1 }],
    ["application/vnd.acme+json; charset=utf-8", "[1]", [1]],
    ["application/x-www-form-urlencoded", "a=1&b=2&b=3", { a: "1", b: ["2", "3"] }],
    ["text/plain", "{}", "{}"],
    ["", '{"a":1}', { a: 1 }],
    ["", "plain", "plain"],
    ["application/json", "", null],
  ])("parses a body of type %j", (contentType, body, data) => {
    expect(triggerResults({ ...request, contentType, body }).body).toEqual({ data, contentType })
  })

  it("has the query by name and the path without its slash", () => {
    expect(triggerResults({ ...request, query: "a=1&a=2", path: "/orders/4" })).toMatchObject({
      queryParameters: { a: ["1", "2"] },
      pathFragment: "orders/4",
    })
  })
})

it("says the day of what is older than today", () => {
  const now = new Date(2026, 4, 9, 15, 0)
  expect(momentOf(new Date(2026, 4, 9, 14, 2), now)).toBe("14:02")
  expect(momentOf(new Date(2026, 4, 8, 14, 2), now)).toBe("May 8 14:02")
})
