/** Where events go: the destinations of the tenant and of its customers, and how each fares. */
import { Anchor, Button, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Plus, Send } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { DeliverySchedule, Destination } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { PageHeader } from "../ui/PageHeader"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { DestinationDialog } from "./DestinationDialog"
import { span, stateOf } from "./words"

const EVERY = 5000

export function DestinationsPage() {
  const builder = useSession().can("builder")
  const rows = usePaged<Destination>("/api/destinations", {}, { refetchEvery: EVERY })
  const [making, setMaking] = useState(false)
  const create = builder && (
    <Button leftSection={<Plus size={15} />} onClick={() => setMaking(true)}>
      New destination
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Deliveries"
        text="Events go to these destinations, signed, and are tried again until they are taken."
        actions={rows.items?.length !== 0 && create}
      />
      <Published />
      <DataTable
        label="Destinations"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <Empty
            icon={Send}
            title="Nobody gets events yet"
            text="A destination is a URL of yours, or of a customer, that hears of events by signed webhooks. Subscriptions make theirs by themselves."
            action={create}
          />
        }
      />
      {making && <DestinationDialog close={() => setMaking(false)} />}
    </>
  )
}

function Published() {
  const { data } = useQuery({
    queryKey: ["delivery-schedule"],
    queryFn: () => api.get<DeliverySchedule>("/api/destinations/schedule"),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data) return null
  return (
    <Text size="xs" c="dimmed" px="lg" pb="sm">
      An event that is not taken is tried {data.attempts} times: again after {data.waits.map(span).join(", ")}. After{" "}
      {data.disableAfterDays} days without success a destination is disabled, and its owners are told.
    </Text>
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
