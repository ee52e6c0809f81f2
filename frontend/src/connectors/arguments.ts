/** What a function is tried with to begin with: the arguments it gets in earnest, as far as they can be guessed. */
import type { ConnectorElement } from "../api/types"

const REQUEST = {
  method: "POST",
  path: "",
  query: {},
  headers: { "content-type": "application/json" },
  parameters: {},
}
const WEBHOOK_URI = "https://hookyard.example/hooks/a-url-of-ours"

export function firstArguments(element: ConnectorElement, method: string, example: unknown = null): unknown {
  const parameters = exampleOf(element.parametersSchema)
  switch (method) {
    case "handle": {
      const data = element.example ?? example ?? {}
      return { ...REQUEST, data, rawBody: JSON.stringify(data) }
    }
    case "get-event-selector":
      return { parameters }
    case "subscribe":
      return { webhookUri: WEBHOOK_URI, parameters }
    case "unsubscribe":
    case "refresh":
      return { webhookUri: WEBHOOK_URI, state: {}, parameters }
    case "poll":
      return { state: null, parameters }
    case "run":
      return { input: exampleOf(element.inputSchema as Record<string, unknown>) }
    default:
      return {}
  }
}

/** A value that fits a schema, as far as the schema helps. */
export function exampleOf(schema: Record<string, unknown>): unknown {
  const { examples, properties, type } = schema
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (typeof properties === "object" && properties !== null) {
    const inside = Object.entries(properties as Record<string, Record<string, unknown>>)
    return Object.fromEntries(inside.map(([name, one]) => [name, exampleOf(one)]))
  }
  const plain: Record<string, unknown> = { string: "", number: 0, integer: 0, boolean: false, array: [], object: {} }
  return plain[String(type)] ?? null
}
