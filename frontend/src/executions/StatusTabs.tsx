/** One status or all, with how many there are of each under the other filters. */
import { SegmentedControl } from "@mantine/core"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import { line } from "../api/live"
import type { StatusCounts } from "../api/types"
import { useKeepUp } from "../api/useLive"
import { useFilter } from "../ui/Filters"
import { LIVE } from "../ui/paged"
import classes from "./ExecutionsPage.module.css"

const STATUSES = ["running", "succeeded", "failed", "held", "cancelled"]
/** Those that few have time to see stand under the ones they become. */
const RARE = ["queued", "waiting", "duplicate"]

export function StatusTabs({ filters }: { filters: Record<string, string> }) {
  const [status, setStatus] = useFilter("status")
  const counted = useQuery({
    queryKey: ["/api/executions", "counts", filters],
    queryFn: ({ signal }) => api.get<StatusCounts>("/api/executions/counts", filters, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: () => (line.isLive("executions") ? false : LIVE * 2),
  })
  useKeepUp("executions", counted.refetch)
  const { counts = {}, total = 0, more = false } = counted.data ?? {}
  const shown = [...STATUSES, ...RARE.filter((each) => each === status || counts[each])]
  const label = (word: string, count: number | undefined) => (
    <span className={classes.tab}>
      {word}
      {counted.data && (
        <span className={classes.count}>{`${(count ?? 0).toLocaleString("en")}${more ? "+" : ""}`}</span>
      )}
    </span>
  )
  return (
    <div className={classes.tabs}>
      <SegmentedControl
        aria-label="Status"
        value={status}
        onChange={setStatus}
        data={[
          { value: "", label: label("All", total) },
          ...shown.map((each) => ({ value: each, label: label(capital(each), counts[each]) })),
        ]}
      />
    </div>
  )
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
