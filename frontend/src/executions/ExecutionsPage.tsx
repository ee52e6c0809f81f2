/** Every run of a flow: which version ran for whom, and how it ended. */
import { Button, Checkbox, Text } from "@mantine/core"
import { Play } from "lucide-react"
import { useState } from "react"
import type { Execution } from "../api/types"
import { BulkBar } from "../bulk/BulkBar"
import { UnderWay } from "../bulk/UnderWay"
import { useSession } from "../shell/session"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import classes from "./ExecutionsPage.module.css"
import { ListFilters } from "./ListFilters"
import { StatusTabs } from "./StatusTabs"
import { timeTaken } from "./timing"
import { useFilters } from "./useFilters"
import { useRowKeys } from "./useRowKeys"
import { waitWords } from "./waiting"

export function ExecutionsPage() {
  const { status, others, any, clear } = useFilters()
  const rows = usePaged<Execution>(
    "/api/executions",
    { ...others, status },
    { refetchEvery: LIVE, topic: "executions" },
  )
  useRowKeys()
  const [ticked, setTicked] = useState<string[]>([])
  const chosen = ticked.filter((id) => rows.items?.some((row) => row.id === id))
  const columns = useTicks(chosen, setTicked)
  return (
    <>
      <PageHeader
        title="Executions"
        text="Each run of a flow, drawn on its canvas with every step's input, output, log and time."
        actions={<LiveWord live={rows.live} />}
      />
      <ListFilters any={any} clear={clear} />
      <StatusTabs filters={others} />
      <UnderWay about="executions" />
      <BulkBar filters={{ ...others, ...(status && { status }) }} ticked={chosen} untick={() => setTicked([])} />
      <DataTable
        label="Executions"
        columns={columns}
        rows={rows}
        rowKey={(execution) => execution.id}
        empty={
          any ? (
            <Empty
              icon={Play}
              title="No such executions"
              text="Nothing matches these filters."
              action={
                <Button variant="default" onClick={clear}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <Empty
              icon={Play}
              title="Nothing has run yet"
              text="When a request is accepted, its flow runs and shows up here, whether it succeeds or fails. Tests of the draft stay in the test bench."
            />
          )
        }
      />
    </>
  )
}

/** The columns, with a box to tick before each row for those who may do something about it. */
function useTicks(ticked: string[], setTicked: (ids: string[]) => void): Column<Execution>[] {
  if (!useSession().can("operator")) return COLUMNS
  const tick = (id: string, on: boolean) => setTicked(on ? [...ticked, id] : ticked.filter((other) => other !== id))
  const box: Column<Execution> = {
    title: "",
    width: 1,
    cell: (execution) => (
      <Checkbox
        size="xs"
        aria-label={`Tick ${execution.flowName} of ${new Date(execution.queuedAt).toLocaleString()}`}
        checked={ticked.includes(execution.id)}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => tick(execution.id, event.currentTarget.checked)}
      />
    ),
  }
  return [box, ...COLUMNS]
}

const COLUMNS: Column<Execution>[] = [
  {
    title: "Status",
    cell: (execution) => (
      <>
        <StatusBadge status={execution.status} />
        {execution.waitsFor && (
          <Text size="xs" c="dimmed" maw={260}>
            {waitWords(execution.waitsFor)}
          </Text>
        )}
      </>
    ),
  },
  {
    title: "Flow",
    cell: (execution) => (
      <>
        <RowLink to={`/executions/${execution.id}`}>{execution.flowName}</RowLink>
        {execution.replayOf && (
          <span className={classes.from}>{execution.rerun ? ` re-run from ${execution.rerun.from}` : " re-run"}</span>
        )}
        {execution.error && (
          <Text size="xs" c="var(--hy-bad)" maw={420} truncate title={execution.error.message}>
            {execution.error.stepId && <code>{execution.error.stepId}: </code>}
            {execution.error.message}
          </Text>
        )}
      </>
    ),
  },
  { title: "Integration", cell: (execution) => execution.integration?.name ?? "–" },
  { title: "Version", cell: (execution) => execution.version ?? "Draft" },
  { title: "Customer", cell: (execution) => execution.customer?.name ?? "–" },
  { title: "Queued", cell: (execution) => <When time={execution.queuedAt} /> },
  { title: "Took", number: true, cell: (execution) => timeTaken(execution) },
]
