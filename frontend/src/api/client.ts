/**
 * The one way to the server.
 *
 * For: JSON over `/api`, with the session's CSRF token and tenant on every call, and every failure as an `ApiProblem`.
 * Not here: caching (React Query), what a page does with a failure.
 */
import { ApiProblem, readProblem, unreachable } from "./problem"

type Query = Record<string, string | number | boolean | null | undefined>

let csrfToken = ""
let tenantSlug: string | null = null
let onSignedOut: () => void = () => {}

/** Called by the session: what the next calls carry. */
export function speakAs(session: { csrfToken: string; tenant: string | null; signedOut: () => void }): void {
  csrfToken = session.csrfToken
  tenantSlug = session.tenant
  onSignedOut = session.signedOut
}

export function urlWith(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "")
  if (pairs.length === 0) return path
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`
}

async function send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" }
  if (body !== undefined) headers["Content-Type"] = "application/json"
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken
  if (tenantSlug) headers["X-Hookyard-Tenant"] = tenantSlug
  const request: RequestInit = { method, headers, credentials: "same-origin", signal: signal ?? null }
  if (body !== undefined) request.body = JSON.stringify(body)
  try {
    return await fetch(path, request)
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure
    throw unreachable()
  }
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal)
  if (response.status === 204) return undefined as T
  if (response.ok && response.headers.get("Content-Type") === "application/zip") return (await response.blob()) as T
  const isJson = /[/+]json/.test(response.headers.get("Content-Type") ?? "")
  const content: unknown = isJson ? await response.json().catch(() => null) : await response.text()
  if (response.ok) return content as T
  const problem = readProblem(response.status, content, response.headers.get("X-Request-Id"))
  if (problem.status === 401 && problem.code !== "login_failed") onSignedOut()
  throw problem
}

/** `T` is what the contract says comes back; see `types.ts`. Every failure is an `ApiProblem`. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    call<T>("GET", urlWith(path, query), undefined, signal),
  post: <T>(path: string, body: unknown = {}) => call<T>("POST", path, body),
  put: <T>(path: string, body: unknown) => call<T>("PUT", path, body),
  patch: <T>(path: string, body: unknown) => call<T>("PATCH", path, body),
  remove: (path: string) => call<void>("DELETE", path),
}

export { ApiProblem }
