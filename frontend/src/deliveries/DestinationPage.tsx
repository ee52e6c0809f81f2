/** One destination: how it fares, what can be done about it, and all that was sent there. */
import { Alert, Anchor, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Inbox, TriangleAlert } from "lucide-react"
import { Link, useParams } from "react-router"
import { api } from "../api/client"
import type { DestinationDetail, EventDelivery } from "../api/types"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, StatusFilter, useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { DestinationActions } from "./DestinationActions"
import { outcomeOf, reasonOf, standOf, stateOf } from "./words"

export function DestinationPage() {
  const { id = "" } = useParams()
  const query = useQuery({
    queryKey: ["/api/destinations", id],
    queryFn: () => api.get<DestinationDetail>(`/api/destinations/${id}`),
    refetchInterval: LIVE,
  })
  if (query.isError && !query.data) {
    return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  }
  if (!query.data) return <PageSkeleton />
  const row = query.data
  return (
    <>
      <PageHeader
        name={row.name}
        title={
          <>
            {row.name} <StatusBadge {...stateOf(row)} />
          </>
        }
        text={<code>{row.url}</code>}
        actions={<DestinationActions destination={row} />}
      />
      <Stands row={row} />
      <FilterBar>
        <StatusFilter
          choices={[
            { value: "pending", label: "Waiting" },
            { value: "succeeded", label: "Delivered" },
            { value: "failed", label: "Given up" },
          ]}
        />
      </FilterBar>
      <Sent id={id} listening={row.status === "active"} keyed={row.ordered && row.orderBy !== ""} />
    </>
  )
}

const some = (count: number) => (count >= 1000 ? "1,000 or more" : count.toLocaleString("en"))

function Stands({ row }: { row: DestinationDetail }) {
  return (
    <>
      {row.status !== "active" && (
        <Alert mx="lg" mb="sm" color={row.status === "disabled" ? "red" : "gray"} icon={<TriangleAlert size={16} />}>
          {reasonOf(row)} What comes waits here until it is enabled.
        </Alert>
      )}
      <Text size="sm" px="lg" pb="sm" c="dimmed">
        {row.ordered &&
          (row.orderBy ? (
            <>
              In order by <code>{row.orderBy}</code>.{" "}
            </>
          ) : (
            "All in order. "
          ))}
        {some(row.waiting)} waiting
        {row.inLine > 0 && `, of them ${some(row.inLine)} in line behind another of their key`}, {some(row.dead)} given
        up. Last taken <When time={row.lastSuccessAt} />
        {row.failuresInRow > 0 && (
          <>
            ; {row.failuresInRow === 1 ? "the last attempt" : `${row.failuresInRow} attempts in a row`} failed, since{" "}
            <When time={row.failingSince} />
          </>
        )}
        {row.previousKeyUntil && (
          <>
            ; the old signing key signs as well until <When time={row.previousKeyUntil} />
          </>
        )}
        .
      </Text>
    </>
  )
}

function Sent({ id, listening, keyed }: { id: string; listening: boolean; keyed: boolean }) {
  const [status] = useFilter("status")
  const rows = usePaged<EventDelivery>("/api/deliveries", { destination: id, status }, { refetchEvery: LIVE })
  return (
    <DataTable
      label="Deliveries"
      columns={columnsOf(listening, keyed)}
      rows={rows}
      rowKey={(row) => row.id}
      empty={
        <Empty
          icon={Inbox}
          title={status ? "None like that" : "Nothing was sent yet"}
          text={status ? "Choose another status." : "Send a test to see one arrive."}
        />
      }
    />
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

const columnsOf = (listening: boolean, keyed: boolean): Column<EventDelivery>[] => [
  { title: "State", width: 140, cell: (row) => <StatusBadge {...standOf(row, listening)} /> },
  {
    title: "Event",
    cell: (row) => (
      <Anchor component={Link} to={`/deliveries/${row.destination}/${row.id}`} inherit underline="hover">
        {row.type || "event"} <code>{row.messageId.slice(-8)}</code>
      </Anchor>
    ),
  },
  ...(keyed ? [{ title: "In order by", width: 160, cell: (row: EventDelivery) => <KeyOf row={row} /> }] : []),
  { title: "Sent", width: 130, cell: (row) => <When time={row.createdAt} /> },
  { title: "Attempts", number: true, width: 90, cell: (row) => row.attempts },
  { title: "What came of it", cell: (row) => (row.code ? outcomeOf(row) : "–") },
  { title: "Next", width: 130, cell: (row) => (row.attempts ? <When time={listening ? row.dueAt : null} /> : "–") },
]
