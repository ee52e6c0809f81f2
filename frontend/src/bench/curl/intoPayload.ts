/** A curl command as the bench's payload: its address tells only what stands behind the draft's own URL. */
import { nanoid } from "nanoid"
import { momentOf } from "../moments"
import { OF_THE_CONNECTION, type Payload } from "../payload"
import type { CurlRequest } from "./curl"

export interface Address {
  /** Where this draft can be called. */
  draftUrl: string
  /** Where each flow has a URL of its own: the flow that is open. */
  flowKey: string | null
}

export function curlIntoPayload(request: CurlRequest, address: Address | null): { payload: Payload; notes: string[] } {
  const path = address && pathBehind(request.url, address)
  const notes =
    path === null || path === undefined
      ? [...request.notes, `The address ${request.url} was left out: a test goes to this draft.`]
      : request.notes
  const headers = request.headers.filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()))
  return {
    payload: {
      method: request.method,
      contentType: request.contentType,
      headers: headers.map(([name, value]) => ({ id: nanoid(6), name, value })),
      query: request.query,
      path: path ?? "",
      body: request.body,
      source: `pasted at ${momentOf(new Date())} from curl`,
    },
    notes,
  }
}

/** What follows the draft's URL; null for any other address. */
function pathBehind(url: string, { draftUrl, flowKey }: Address): string | null {
  if (!url.startsWith(draftUrl)) return null
  const rest = url.slice(draftUrl.length)
  if (rest !== "" && !rest.startsWith("/")) return null
  const path = rest.slice(1)
  if (flowKey === null) return path
  return path === flowKey ? "" : path.startsWith(`${flowKey}/`) ? path.slice(flowKey.length + 1) : path
}
