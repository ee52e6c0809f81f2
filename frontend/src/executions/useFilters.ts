/** What the list of executions is narrowed to, read from the address: a link to it keeps the filters. */
import { useSearchParams } from "react-router"
import { sinceOf } from "./when"

const NAMES = ["integration", "flow", "version", "customer", "instance", "error", "replayOf"] as const

/** As the server asks for them. `status` stands apart: the counts are those of every status. */
export function useFilters(): { status: string; others: Record<string, string>; any: boolean; clear: () => void } {
  const [params, setParams] = useSearchParams()
  const others: Record<string, string> = {}
  for (const name of NAMES) {
    const value = params.get(name)
    if (value) others[name] = value
  }
  const since = sinceOf(params.get("when") ?? "", Date.now()) ?? params.get("since")
  const until = params.get("until")
  if (since) others.since = since
  if (until) others.until = until
  const status = params.get("status") ?? ""
  return {
    status,
    others,
    any: status !== "" || Object.keys(others).length > 0,
    clear: () => setParams({}, { replace: true }),
  }
}
