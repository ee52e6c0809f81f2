/** What the list of executions is narrowed to, read from the address: a link to it keeps the filters. */
import { useSearchParams } from "react-router"
import { sinceOf } from "./when"

const NAMES = ["integration", "flow", "version", "customer", "instance", "error", "replayOf"] as const

/** Of an address, as the server asks for them: those of `names`, and the time. */
export function filtersIn(params: URLSearchParams, names: readonly string[]): Record<string, string> {
  const filters: Record<string, string> = {}
  for (const name of names) {
    const value = params.get(name)
    if (value) filters[name] = value
  }
  const since = sinceOf(params.get("when") ?? "", Date.now()) ?? params.get("since")
  const until = params.get("until")
  if (since) filters.since = since
  if (until) filters.until = until
  return filters
}

/** `status` stands apart: the counts are those of every status. */
export function useFilters(): { status: string; others: Record<string, string>; any: boolean; clear: () => void } {
  const [params, setParams] = useSearchParams()
  const others = filtersIn(params, NAMES)
  const status = params.get("status") ?? ""
  return {
    status,
    others,
    any: status !== "" || Object.keys(others).length > 0,
    clear: () => setParams({}, { replace: true }),
  }
}
