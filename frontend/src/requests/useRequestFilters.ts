/** What the list of requests is narrowed to, read from the address: a link to it keeps the filters. */
import { useSearchParams } from "react-router"
import { sinceOf } from "../executions/when"

const NAMES = ["status", "integration", "customer", "code", "endpoint", "search"] as const

/** As the server asks for them. */
export function useRequestFilters(): { filters: Record<string, string>; clear: () => void } {
  const [params, setParams] = useSearchParams()
  const filters: Record<string, string> = {}
  for (const name of NAMES) {
    const value = params.get(name)
    if (value) filters[name] = value
  }
  const since = sinceOf(params.get("when") ?? "", Date.now()) ?? params.get("since")
  const until = params.get("until")
  if (since) filters.since = since
  if (until) filters.until = until
  return { filters, clear: () => setParams({}, { replace: true }) }
}
