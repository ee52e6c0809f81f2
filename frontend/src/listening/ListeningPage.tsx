/** What is registered where: each event that an instance listens for, the hook that brings it, and putting it right. */
import { Anchor, Text } from "@mantine/core"
import { RadioTower } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { CustomerFilter } from "../customers/CustomerFilter"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, NamedFilter, StatusFilter, useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { ListeningDrawer } from "./ListeningDrawer"
import type { Listening } from "./types"
import { KINDS, standing } from "./words"

const STATUSES = [
  { value: "on", label: "Listening" },
  { value: "failing", label: "Failing" },
  { value: "setting_up", label: "Being set up" },
  { value: "off", label: "Off" },
]

export function ListeningPage() {
  const [integration] = useFilter("integration")
  const [customer] = useFilter("customer")
  const [status] = useFilter("status")
  const [open, setOpen] = useState<string | null>(null)
  const rows = usePaged<Listening>(
    "/api/listening",
    { integration: integration || null, customer: customer || null, status: status || null },
    { refetchEvery: LIVE * 2 },
  )
  return (
    <>
      <PageHeader
        title="Registered hooks"
        text="What instances listen for at outside services. Hooks register themselves when an instance is switched on, go when it is paused or deleted, and are put right when a service loses one."
      />
      <FilterBar>
        <StatusFilter choices={STATUSES} />
        <NamedFilter name="integration" label="Integration" path="/api/integrations" />
        <CustomerFilter />
      </FilterBar>
      <DataTable
        label="Registered hooks"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[...COLUMNS, { title: "", width: 1, cell: (row) => <Look row={row} open={setOpen} /> }]}
        empty={
          <Empty
            icon={RadioTower}
            title="Nothing is listened for"
            text="Begin a flow with the External event trigger, choose a connector and one of its events, publish, and deploy it to a customer."
          />
        }
      />
      {open && <ListeningDrawer id={open} close={() => setOpen(null)} />}
    </>
  )
}

function Look({ row, open }: { row: Listening; open: (id: string) => void }) {
  const about = `${row.event} of ${row.customer?.name ?? "a deleted customer"}`
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      underline="always"
      aria-label={`Details of ${about}`}
      onClick={() => open(row.id)}
    >
      Details
    </Anchor>
  )
}

const COLUMNS: Column<Listening>[] = [
  {
    title: "Event",
    cell: (row) => (
      <>
        <Text inherit fw={550}>
          {row.event}
        </Text>
        <Text size="xs" c="dimmed">
          {row.connector}
        </Text>
      </>
    ),
  },
  {
    title: "Customer",
    cell: (row) => (
      <>
        {row.customer ? (
          <Anchor component={Link} to={`/customers/${row.customer.id}`} inherit underline="always">
            {row.customer.name}
          </Anchor>
        ) : (
          "Deleted"
        )}
        <Text size="xs" c="dimmed">
          {row.integration?.name ?? ""}
        </Text>
      </>
    ),
  },
  {
    title: "State",
    cell: (row) => {
      const { badge, label } = standing(row)
      return (
        <>
          <StatusBadge status={badge} label={label} />
          {row.problem && (
            <Text size="xs" c="dimmed" maw={320} lineClamp={2}>
              {row.problem.message}
            </Text>
          )}
        </>
      )
    },
  },
  {
    title: "How it comes",
    cell: (row) => (
      <>
        {KINDS[row.kind]}
        <Text size="xs" c="dimmed">
          {row.selector || row.hook?.externalId || ""}
        </Text>
      </>
    ),
  },
  { title: "As it should be", cell: (row) => <When time={row.checkedAt} /> },
  { title: "Last event", cell: (row) => <When time={row.lastEventAt} /> },
]
