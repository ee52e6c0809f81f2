/** What was sent: to one destination, or to all of them, where a message is also found by its id. */
import { Anchor, Text } from "@mantine/core"
import { Inbox } from "lucide-react"
import { Link } from "react-router"
import type { DestinationDetail, EventDelivery } from "../api/types"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, StatusFilter, useFilter } from "../ui/Filters"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { TextFilter } from "../ui/TextFilter"
import { When } from "../ui/When"
import { outcomeOf, standOf } from "./words"

const STATUSES = [
  { value: "pending", label: "Waiting" },
  { value: "succeeded", label: "Delivered" },
  { value: "failed", label: "Given up" },
]

export function DeliveryList({ destination }: { destination?: DestinationDetail }) {
  const [status] = useFilter("status")
  const [messageId] = useFilter("message")
  const asked = { destination: destination?.id, status, messageId }
  const rows = usePaged<EventDelivery>("/api/deliveries", asked, { refetchEvery: LIVE })
  const filtered = Boolean(status || messageId)
  const nothing = destination
    ? "Send a test to see one arrive."
    : "What is published goes to the destinations that want it, and stands here."
  return (
    <>
      <FilterBar>
        <StatusFilter choices={STATUSES} />
        <TextFilter name="message" label="Message id" placeholder="Message id, as in webhook-id" width={320} />
      </FilterBar>
      <DataTable
        label="Deliveries"
        columns={columnsOf(destination)}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <Empty
            icon={Inbox}
            title={filtered ? "None like that" : "Nothing was sent yet"}
            text={filtered ? "Choose another status, or look for the whole id." : nothing}
          />
        }
      />
    </>
  )
}

function KeyOf({ row }: { row: EventDelivery }) {
  return (
    <Text span inherit truncate display="block" title={row.orderKey}>
      {row.orderKey || "–"}
      {row.holdsUp && (
        <Text size="sm" c="red">
          holds up its line
        </Text>
      )}
    </Text>
  )
}

const isListening = (row: EventDelivery) => row.destinationStatus === "active"

const DESTINATION: Column<EventDelivery> = {
  title: "Destination",
  cell: (row) =>
    row.destinationStatus === "closed" ? (
      <>
        {row.destinationName || "–"}{" "}
        <Text span size="sm" c="dimmed">
          closed
        </Text>
      </>
    ) : (
      <Anchor component={Link} to={`/deliveries/${row.destination}`} inherit underline="hover">
        {row.destinationName}
      </Anchor>
    ),
}

const KEY: Column<EventDelivery> = { title: "In order by", width: 160, cell: (row) => <KeyOf row={row} /> }

const columnsOf = (destination?: DestinationDetail): Column<EventDelivery>[] => [
  { title: "State", width: 125, cell: (row) => <StatusBadge {...standOf(row, isListening(row))} /> },
  {
    title: "Event",
    width: 190,
    cell: (row) => (
      <Anchor component={Link} to={`/deliveries/${row.destination}/${row.id}`} inherit underline="hover">
        {row.type || "event"} <code>{row.messageId.slice(-8)}</code>
      </Anchor>
    ),
  },
  ...(destination ? [] : [DESTINATION]),
  ...(destination?.ordered && destination.orderBy ? [KEY] : []),
  { title: "Sent", width: 115, cell: (row) => <When time={row.createdAt} /> },
  { title: "Attempts", number: true, width: 90, cell: (row) => row.attempts },
  { title: "What came of it", cell: (row) => (row.code ? outcomeOf(row) : "–") },
  {
    title: "Next",
    width: 115,
    cell: (row) => (row.attempts ? <When time={isListening(row) ? row.dueAt : null} /> : "–"),
  },
]
