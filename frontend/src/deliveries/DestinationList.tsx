/** The destinations of the tenant and of its customers, by how they fare, whose they are, or a part of name or URL. */
import { Anchor, Button, Text } from "@mantine/core"
import { Send } from "lucide-react"
import { Link } from "react-router"
import type { Destination } from "../api/types"
import { CustomerFilter } from "../customers/CustomerFilter"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, StatusFilter, useFilter } from "../ui/Filters"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { TextFilter } from "../ui/TextFilter"
import { When } from "../ui/When"
import { stateOf } from "./words"

const EVERY = 5000
const STATUSES = [
  { value: "failing", label: "Failing" },
  { value: "paused", label: "Paused" },
  { value: "disabled", label: "Disabled" },
]

export function DestinationList({ make }: { make?: (() => void) | false }) {
  const [status] = useFilter("status")
  const [customer] = useFilter("customer")
  const [search] = useFilter("search")
  const rows = usePaged<Destination>("/api/destinations", { status, customer, search }, { refetchEvery: EVERY })
  const filtered = Boolean(status || customer || search)
  return (
    <>
      <FilterBar>
        <StatusFilter choices={STATUSES} />
        <TextFilter name="search" label="Destination" placeholder="Name, URL or external id" width={230} />
        <CustomerFilter />
      </FilterBar>
      <DataTable
        label="Destinations"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          filtered ? (
            <Empty icon={Send} title="No destination is like this" text="Take a filter away to see the others." />
          ) : (
            <Empty
              icon={Send}
              title="Nobody gets events yet"
              text="A destination is a URL of yours, or of a customer, that hears of events by signed webhooks. Subscriptions make theirs by themselves."
              action={
                make && (
                  <Button variant="default" onClick={make}>
                    Make the first one
                  </Button>
                )
              }
            />
          )
        }
      />
    </>
  )
}

const COLUMNS: Column<Destination>[] = [
  { title: "State", width: 150, cell: (row) => <StatusBadge {...stateOf(row)} /> },
  {
    title: "Destination",
    cell: (row) => (
      <>
        <Anchor component={Link} to={`/deliveries/${row.id}`} fw={550} inherit underline="hover">
          {row.name}
        </Anchor>
        <Text size="xs" c="dimmed" ff="monospace" truncate maw={460}>
          {row.url}
        </Text>
      </>
    ),
  },
  { title: "Whose", cell: (row) => row.customer?.name ?? "The tenant's own" },
  { title: "Events", cell: (row) => (row.eventTypes.length ? row.eventTypes.join(", ") : "All") },
  { title: "Last taken", width: 130, cell: (row) => <When time={row.lastSuccessAt} /> },
]
