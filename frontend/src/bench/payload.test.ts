import { describe, expect, it } from "vitest"
import type { InboundRequestDetail } from "../api/types"
import {
  asCurl,
  asTestRequest,
  bodyProblem,
  FIRST_PAYLOAD,
  fromCaptured,
  type Payload,
  pathOfFlow,
  tidyBody,
} from "./payload"

const payload = (changes: Partial<Payload>): Payload => ({ ...FIRST_PAYLOAD, ...changes })
const row = (name: string, value: string) => ({ id: name, name, value })

describe("a test request", () => {
  it("leaves rows without a name out and trims names", () => {
    const headers = [row(" X-Kind ", "a "), row("", "lost"), row("  ", "lost")]
    expect(asTestRequest(payload({ headers })).headers).toEqual([["X-Kind", "a "]])
  })

  it("sends no body and no content type with GET", () => {
    expect(asTestRequest(payload({ method: "GET", body: "{}" }))).toMatchObject({ body: "", contentType: "" })
  })

  it("takes a query with or without its question mark", () => {
    expect(asTestRequest(payload({ query: "?a=1" })).query).toBe("a=1")
    expect(asTestRequest(payload({ query: "a=1" })).query).toBe("a=1")
  })
})

describe("a captured request", () => {
  it("keeps what the sender said and drops what belonged to the connection", () => {
    const request = {
      id: "r1",
      method: "PUT",
      contentType: "application/json",
      headers: [
        ["Host", "here"],
        ["content-length", "2"],
        ["X-Kind", "b"],
      ],
      query: "a=1",
      body: "[]",
      receivedAt: "2026-01-02T03:04:05Z",
    } as unknown as InboundRequestDetail
    const taken = fromCaptured(request)
    expect(taken.headers.map(({ name, value }) => [name, value])).toEqual([["X-Kind", "b"]])
    expect(taken).toMatchObject({ method: "PUT", body: "[]", query: "a=1" })
    expect(taken.source).toMatch(/^captured .* from PUT$/)
  })
})

describe("curl", () => {
  it("survives quotes, and a body that begins with @", () => {
    const text = asCurl("https://x.example/hooks/t", payload({ body: "@it's", contentType: "text/plain" }))
    expect(text).toContain(`--data-raw '@it'\\''s'`)
    expect(text).toContain("-H 'Content-Type: text/plain'")
  })

  it("puts the extra path and the query behind the URL", () => {
    const text = asCurl("https://x.example/hooks/t", payload({ method: "GET", path: "/orders", query: "?a=1&b=2" }))
    expect(text).toBe("curl -i -X GET 'https://x.example/hooks/t/orders?a=1&b=2'")
  })
})

describe("the body", () => {
  it.each([
    [payload({ body: "{" }), true, "broken JSON is told"],
    [payload({ body: "{}" }), false, "JSON is fine"],
    [payload({ body: "" }), false, "nothing is fine"],
    [payload({ body: "{", contentType: "text/plain" }), false, "text may look as it likes"],
    [payload({ body: "{", contentType: "application/vnd.acme+json" }), true, "a JSON dialect is JSON"],
    [payload({ body: "{", method: "GET" }), false, "what is not sent cannot be wrong"],
  ])("is judged by its content type: %#", (given, wrong) => {
    expect(bodyProblem(given) !== null).toBe(wrong)
  })

  it("is tidied when it is JSON and left alone when not", () => {
    expect(tidyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(tidyBody("a=1&b")).toBe("a=1&b")
  })
})

it.each([
  ["", "main"],
  ["/orders/4", "main/orders/4"],
  ["main/orders", "main/orders"],
  ["main", "main"],
  ["maintenance", "main/maintenance"],
])("the path %j of a flow with its own URL is %j", (path, wanted) => {
  expect(pathOfFlow(path, "main")).toBe(wanted)
})
