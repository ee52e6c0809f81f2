/** What waits where: each flow of each customer's instance, how deep it is, and how to hold it or let it go. */

import { Anchor, Text, Tooltip } from "@mantine/core"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { ListOrdered } from "lucide-react"
import { Link } from "react-router"
import { api } from "../api/client"
import { line } from "../api/live"
import type { Lane } from "../api/types"
import { useKeepUp } from "../api/useLive"
import { CustomerFilter } from "../customers/CustomerFilter"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, NamedFilter, useFilter } from "../ui/Filters"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { LIVE } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { LaneActions } from "./LaneActions"
import classes from "./lanes.module.css"
import { executionsOf, MOST_COUNTED, nameOf, policyWords } from "./words"

export function LanesPage() {
  const [integration] = useFilter("integration")
  const [customer] = useFilter("customer")
  const asked = { integration, customer }
  const lanes = useQuery({
    queryKey: ["lanes", asked],
    queryFn: ({ signal }) => api.get<{ lanes: Lane[] }>("/api/lanes", asked, signal),
    // Rates change with time alone, so it is asked for also while the server tells of changes.
    refetchInterval: () => (line.isLive("executions") ? LIVE * 2 : LIVE),
    placeholderData: keepPreviousData,
  })
  const live = useKeepUp("executions", lanes.refetch)
  return (
    <>
      <PageHeader
        title="Lanes"
        text="What waits, runs or is held, for each flow of each customer. Customers take turns, so a long queue of one delays no other."
        actions={<LiveWord live={live} />}
      />
      <FilterBar>
        <NamedFilter name="integration" label="Integration" path="/api/integrations" />
        <CustomerFilter />
      </FilterBar>
      <DataTable
        label="Lanes"
        columns={COLUMNS}
        rows={{
          items: lanes.data?.lanes,
          failure: lanes.error,
          reload: () => void lanes.refetch(),
          loadingMore: false,
        }}
        rowKey={(lane) => `${lane.instanceId} ${lane.flowKey}`}
        empty={
          <Empty
            icon={ListOrdered}
            title="Nothing waits"
            text="A lane shows here while executions of it are queued, run, sleep or are held, and as long as its flow is limited or kept in order."
          />
        }
      />
    </>
  )
}

function Count({ lane, of, status }: { lane: Lane; of: number; status: string }) {
  if (of === 0) return <span className={classes.none}>0</span>
  const text = `${of.toLocaleString("en")}${of >= MOST_COUNTED ? "+" : ""}`
  const about = `${text} ${status} ${of === 1 ? "execution" : "executions"} of ${nameOf(lane)}`
  return (
    <Anchor component={Link} to={executionsOf(lane, status)} inherit underline="always" aria-label={about}>
      {text}
    </Anchor>
  )
}

const COLUMNS: Column<Lane>[] = [
  {
    title: "Flow",
    cell: (lane) => (
      <>
        <span className={classes.flow}>{lane.flowName}</span>
        {policyWords(lane) && (
          <Text size="xs" c="dimmed">
            {policyWords(lane)}
          </Text>
        )}
      </>
    ),
  },
  {
    title: "Customer",
    cell: (lane) => (
      <>
        <Anchor component={Link} to={`/customers/${lane.customer.id}`} inherit underline="always">
          {lane.customer.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {lane.integration.name}
        </Text>
      </>
    ),
  },
  { title: "State", cell: (lane) => <State lane={lane} /> },
  { title: "Queued", number: true, cell: (lane) => <Count lane={lane} of={lane.queued} status="queued" /> },
  { title: "Oldest", cell: (lane) => <When time={lane.oldestQueuedAt} /> },
  { title: "Running", number: true, cell: (lane) => <Count lane={lane} of={lane.running} status="running" /> },
  { title: "Waiting", number: true, cell: (lane) => <Count lane={lane} of={lane.waiting} status="waiting" /> },
  { title: "Held", number: true, cell: (lane) => <Count lane={lane} of={lane.held} status="held" /> },
  { title: "Per minute", number: true, cell: (lane) => lane.arrived.toLocaleString("en") },
  { title: "", width: 1, cell: (lane) => <LaneActions lane={lane} /> },
]

function State({ lane }: { lane: Lane }) {
  if (lane.heldSince) {
    return (
      <Tooltip label={`By ${lane.heldBy}, ${new Date(lane.heldSince).toLocaleString()}`}>
        <span>
          <StatusBadge status="on hold" />
        </span>
      </Tooltip>
    )
  }
  if (!lane.enabled) return <StatusBadge status={lane.queued + lane.running > 0 ? "draining" : "paused"} />
  return <span>Open</span>
}
