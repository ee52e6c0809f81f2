/** Every run of a flow: which version ran for whom, and how it ended. */
import { Button, Text } from "@mantine/core"
import { Play } from "lucide-react"
import type { Execution } from "../api/types"
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

export function ExecutionsPage() {
  const { status, others, any, clear } = useFilters()
  const rows = usePaged<Execution>(
    "/api/executions",
    { ...others, status },
    { refetchEvery: LIVE, topic: "executions" },
  )
  useRowKeys()
  return (
    <>
      <PageHeader
        title="Executions"
        text="Each run of a flow, drawn on its canvas with every step's input, output, log and time."
        actions={<LiveWord live={rows.live} />}
      />
      <ListFilters any={any} clear={clear} />
      <StatusTabs filters={others} />
      <DataTable
        label="Executions"
        columns={COLUMNS}
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

const COLUMNS: Column<Execution>[] = [
  { title: "Status", cell: (execution) => <StatusBadge status={execution.status} /> },
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
