/** What is being done to many executions, or requests, right now: how far it is, and a way to stop it. */
import { Button, Progress, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { api } from "../api/client"
import type { BulkAction } from "../api/types"
import { useSession } from "../shell/session"
import { tellProblem } from "../ui/Problem"
import { LIVE, usePaged } from "../ui/paged"
import classes from "./bulk.module.css"
import { progressWords } from "./words"

const TOLD_FOR = 20_000 // ms after its end

export function UnderWay({ about }: { about: "executions" | "requests" }) {
  const rows = usePaged<BulkAction>("/api/bulk", { about, limit: 5 }, { refetchEvery: LIVE })
  const shown = (rows.items ?? []).filter(
    (bulk) => bulk.status === "running" || Date.now() - new Date(bulk.finishedAt ?? 0).getTime() < TOLD_FOR,
  )
  if (shown.length === 0) return null
  return (
    <section className={classes.bar} aria-label="Under way">
      {shown.map((bulk) => (
        <One key={bulk.id} bulk={bulk} changed={rows.reload} />
      ))}
    </section>
  )
}

function One({ bulk, changed }: { bulk: BulkAction; changed: () => void }) {
  const { can } = useSession()
  const stop = useMutation({
    mutationFn: () => api.post<BulkAction>(`/api/bulk/${bulk.id}/stop`),
    onError: tellProblem,
    onSettled: changed,
  })
  const far = bulk.status === "running" ? (100 * bulk.lookedAt) / Math.max(1, bulk.expected) : 100
  return (
    <div className={classes.one}>
      <Text size="sm" role="status">
        {progressWords(bulk)}
      </Text>
      <Progress value={far} className={classes.progress} aria-label="How far it is" />
      {bulk.status === "running" && can("operator") && (
        <Button variant="default" size="compact-xs" loading={stop.isPending} onClick={() => stop.mutate()}>
          Stop
        </Button>
      )}
    </div>
  )
}
