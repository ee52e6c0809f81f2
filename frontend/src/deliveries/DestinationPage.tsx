/** One destination: how it fares, what can be done about it, and all that was sent there. */
import { Alert, Anchor, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { TriangleAlert } from "lucide-react"
import { Link, useParams } from "react-router"
import { api } from "../api/client"
import type { DestinationDetail } from "../api/types"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { LIVE } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { DeliveryList } from "./DeliveryList"
import { DestinationActions } from "./DestinationActions"
import { PublicKey } from "./PublicKey"
import { reasonOf, stateOf } from "./words"

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
      <PublicKey row={row} />
      <DeliveryList destination={row} />
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
        <Gets row={row} />{" "}
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
        up.{" "}
        {row.lastSuccessAt ? (
          <>
            Last taken <When time={row.lastSuccessAt} />
          </>
        ) : (
          "Nothing was taken yet"
        )}
        {row.failuresInRow > 0 && (
          <>
            ; {row.failuresInRow === 1 ? "the last attempt" : `${row.failuresInRow} attempts in a row`} failed, since{" "}
            <When time={row.failingSince} />
          </>
        )}
        .
      </Text>
    </>
  )
}

/** Which events go there, and whose. */
function Gets({ row }: { row: DestinationDetail }) {
  if (row.subscription) {
    return (
      <>
        It belongs to a{" "}
        <Anchor component={Link} to="/subscriptions" inherit underline="always">
          subscription
        </Anchor>
        <CustomerOf row={row} />.
      </>
    )
  }
  return (
    <>
      Gets {row.eventTypes.length ? <code>{row.eventTypes.join(", ")}</code> : "all events"}
      <CustomerOf row={row} />.
    </>
  )
}

function CustomerOf({ row }: { row: DestinationDetail }) {
  if (!row.customer) return null
  return (
    <>
      {" "}
      of{" "}
      <Anchor component={Link} to={`/customers/${row.customer.id}`} inherit underline="always">
        {row.customer.name}
      </Anchor>
    </>
  )
}
