import { describe, expect, it } from "vitest"
import type { ConnectorElement } from "../api/types"
import { exampleOf, firstArguments } from "./arguments"

const element = (more: Partial<ConnectorElement>): ConnectorElement =>
  ({ parametersSchema: {}, inputSchema: {}, example: null, ...more }) as ConnectorElement

describe("what a function is tried with at first", () => {
  it("fills in what the schema of an operation tells", () => {
    const inputSchema = {
      type: "object",
      properties: {
        id: { type: "string", examples: ["P1"] },
        kind: { enum: ["a", "b"] },
        full: { type: "boolean", default: true },
        inside: { properties: { n: { type: "integer" } } },
      },
    }
    const made = firstArguments(element({ inputSchema: inputSchema as never }), "run")
    expect(made).toEqual({ input: { id: "P1", kind: "a", full: true, inside: { n: 0 } } })
  })

  it("hands a webhook a request with the example of an event", () => {
    const made = firstArguments(element({}), "handle", { user_id: 7 }) as { data: unknown; rawBody: string }
    expect([made.data, made.rawBody]).toEqual([{ user_id: 7 }, '{"user_id":7}'])
  })

  it("knows nothing of what it knows nothing of", () => {
    expect(exampleOf({})).toBeNull()
    expect(firstArguments(element({}), "make-api-client")).toEqual({})
  })
})
