/** What the list of requests is narrowed to, read from the address: a link to it keeps the filters. */
import { useSearchParams } from "react-router"
import { filtersIn } from "../executions/useFilters"

const NAMES = ["status", "integration", "customer", "code", "endpoint", "search"] as const

/** As the server asks for them. */
export function useRequestFilters(): { filters: Record<string, string>; clear: () => void } {
  const [params, setParams] = useSearchParams()
  return { filters: filtersIn(params, NAMES), clear: () => setParams({}, { replace: true }) }
}
