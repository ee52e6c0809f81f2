/**
 * What a test sends: the request as somebody types it, and as a command line.
 *
 * For: the payload's shape, taking it from a captured request, saying what is odd about it, writing it as curl.
 * Not here: sending it.
 */
import type { InboundRequestDetail, TestRequest } from "../api/types"
import { momentOf } from "./moments"

export interface HeaderRow {
  /** Only tells rows apart on the page. */
  id: string
  name: string
  value: string
}

export interface Payload {
  method: string
  contentType: string
  headers: HeaderRow[]
  query: string
  path: string
  body: string
  /** Where it came from, in words, so that nobody takes an invented payload for a real one. */
  source: string
}

export const METHODS = ["POST", "GET", "PUT", "PATCH", "DELETE"]
export const CONTENT_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=hookyard-boundary",
  "application/xml",
  "text/csv",
  "application/x-ndjson",
  "text/plain",
  "application/octet-stream",
]

export const FIRST_PAYLOAD: Payload = {
  method: "POST",
  contentType: "application/json",
  headers: [],
  query: "",
  path: "",
  body: "{}",
  source: "invented",
}

export const hasBody = (method: string): boolean => method !== "GET"

export function asTestRequest(payload: Payload): TestRequest {
  const body = hasBody(payload.method)
  return {
    method: payload.method,
    headers: payload.headers.filter(named).map((row) => [row.name.trim(), row.value]),
    query: payload.query.replace(/^\?/, ""),
    body: body ? payload.body : "",
    contentType: body ? payload.contentType : "",
    ...(payload.path && { path: payload.path }),
  }
}

const named = (row: HeaderRow): boolean => row.name.trim() !== ""

// The bench makes these itself, or they described a connection that is long gone.
export const OF_THE_CONNECTION = new Set([
  "host",
  "connection",
  "content-length",
  "content-type",
  "accept-encoding",
  "transfer-encoding",
  "keep-alive",
])

export function fromCaptured(request: InboundRequestDetail, pathFragment = ""): Payload {
  return {
    method: request.method,
    contentType: request.contentType || "application/json",
    headers: request.headers
      .filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()))
      .map(([name, value], index) => ({ id: `${request.id}-${index}`, name, value })),
    query: request.query,
    path: pathFragment,
    body: request.body ?? "",
    source: `captured ${momentOf(request.receivedAt)} from ${request.method}`,
  }
}

/** Why the body does not match its content type; null when it does. It may be sent all the same: that is what tests are for. */
export function bodyProblem(payload: Pick<Payload, "method" | "contentType" | "body">): string | null {
  if (!hasBody(payload.method) || !/[/+]json\b/i.test(payload.contentType) || payload.body.trim() === "") return null
  try {
    JSON.parse(payload.body)
    return null
  } catch (error) {
    return `Not JSON yet: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The body laid out again; as it was when it is no JSON. */
export function tidyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

/** Where each flow has a URL of its own its key comes first; a path that begins with it, from a saved test, is not given it twice. */
export function pathOfFlow(path: string, flowKey: string): string {
  const bare = path.replace(/^\/+/, "")
  return bare === flowKey || bare.startsWith(`${flowKey}/`) ? bare : [flowKey, bare].filter(Boolean).join("/")
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A command for a POSIX shell. */
export function asCurl(url: string, payload: Payload): string {
  const { method, headers, query, body, contentType, path } = asTestRequest(payload)
  const address = `${url}${path ? `/${path.replace(/^\/+/, "")}` : ""}${query ? `?${query}` : ""}`
  const lines = [`curl -i -X ${method} ${quoted(address)}`]
  if (contentType) lines.push(`-H ${quoted(`Content-Type: ${contentType}`)}`)
  for (const [name, value] of headers) lines.push(`-H ${quoted(`${name}: ${value}`)}`)
  // --data-raw: a body that begins with @ is a body, not a file.
  if (body) lines.push(`--data-raw ${quoted(body)}`)
  return lines.join(" \\\n  ")
}
