/**
 * What a Webhook step gives for a request, as far as the request alone says it.
 *
 * For: choosing from a captured request before anything has run on it. The server's `request_results` is the authority.
 */
import type { TestRequest } from "../api/types"

export function triggerResults(request: TestRequest): Record<string, unknown> {
  const contentType = request.contentType ?? ""
  const headers = gather([
    ...(contentType ? [["content-type", contentType] as [string, string]] : []),
    ...request.headers,
  ])
  return {
    headers,
    queryParameters: parameters(request.query ?? ""),
    body: { data: bodyData(request.body ?? "", contentType), contentType },
    rawBody: { data: request.body ?? "", contentType },
    method: request.method ?? "POST",
    pathFragment: (request.path ?? "").replace(/^\/+/, ""),
  }
}

/** Names in lower case; repeated ones joined by a comma, as HTTP says. */
function gather(rows: [string, string][]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of rows) {
    const key = name.toLowerCase()
    joined[key] = key in joined ? `${joined[key]}, ${value}` : value
  }
  return joined
}

function parameters(query: string): Record<string, string | string[]> {
  const all = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(all.keys())].map((name) => {
      const values = all.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? "") : values]
    }),
  )
}

function bodyData(body: string, contentType: string): unknown {
  if (body === "") return null
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return parameters(body)
  if (contentType !== "" && !/[/+]json\b/i.test(contentType)) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
