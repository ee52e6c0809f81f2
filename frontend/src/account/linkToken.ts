/**
 * The token of a link from a letter. It stands behind the `#`, so no server, proxy or Referer sees it; it is taken out of the
 * address at once, so that it stays neither in the history nor on a shared screen.
 */
import { useState } from "react"

function take(): string {
  const token = window.location.hash.slice(1)
  if (token) window.history.replaceState(window.history.state, "", window.location.pathname)
  return token
}

export function useLinkToken(): string {
  const [token] = useState(take)
  return token
}
