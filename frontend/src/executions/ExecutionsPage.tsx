/** Every run of a flow: which version ran for whom, and how it ended. */
import { Text } from "@mantine/core"
import { Play } from "lucide-react"
import type { Execution } from "../api/types"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, NamedFilter, StatusFilter, useFilter } from "../ui/Filters"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { timeTaken } from "./timing"

const STATUSES = [
  { value: "running", label: "Running" },
  { value: "succeeded", label: "Succeeded" },
  { value: "failed", label: "Failed" },
  { value: "held", label: "Held" },
  { value: "cancelled", label: "Cancelled" },
]

export function ExecutionsPage() {
  const [status] = useFilter("status")
  const [integration] = useFilter("integration")
  const [customer] = useFilter("customer")
  const [instance] = useFilter("instance")
  const rows = usePaged<Execution>(
    "/api/executions",
    { status, integration, customer, instance },
    { refetchEvery: LIVE, topic: "executions" },
  )
  return (
    <>
      <PageHeader
        title="Executions"
        text="Each run of a flow, drawn on its canvas with every step's input, output, log and time."
        actions={<LiveWord live={rows.live} />}
      />
      <FilterBar>
        <StatusFilter choices={STATUSES} />
        <NamedFilter name="integration" label="Integration" path="/api/integrations" />
        <NamedFilter name="customer" label="Customer" path="/api/customers" />
      </FilterBar>
      <DataTable
        label="Executions"
        columns={COLUMNS}
        rows={rows}
        rowKey={(execution) => execution.id}
        empty={
          status || integration || customer || instance ? (
            <Empty icon={Play} title="No such executions" text="Nothing matches these filters." />
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
        {execution.error && (
          <Text size="xs" c="var(--hy-bad)" maw={420} truncate title={execution.error.message}>
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
