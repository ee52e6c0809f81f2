/** Every request that came to a public URL, with what became of it. Unrouted ones wait here for a person. */

import { Button, Select, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Inbox } from "lucide-react"
import { api } from "../api/client"
import type { InboundRequest, IntegrationEndpoint } from "../api/types"
import { UnderWay } from "../bulk/UnderWay"
import { CustomerFilter } from "../customers/CustomerFilter"
import { WhenFilter } from "../executions/WhenFilter"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { CodeFilter, FilterBar, NamedFilter, StatusFilter, useFilter } from "../ui/Filters"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { TextFilter } from "../ui/TextFilter"
import { duration, When } from "../ui/When"
import { ManyBar } from "./ManyBar"
import { useRequestFilters } from "./useRequestFilters"
import { bytes, shortPath } from "./words"

const STATUSES = [
  { value: "accepted", label: "Accepted" },
  { value: "unrouted", label: "Unrouted" },
  { value: "refused", label: "Refused" },
  { value: "duplicate", label: "Duplicate" },
  { value: "handshake", label: "Handshake" },
]

export function RequestsPage() {
  const { filters, clear } = useRequestFilters()
  const any = Object.keys(filters).length > 0
  // A text is looked for in what thousands of requests say: not again with each one that comes.
  const told = filters.search ? {} : { refetchEvery: LIVE, topic: "requests" }
  const rows = usePaged<InboundRequest>("/api/requests", filters, told)
  return (
    <>
      <PageHeader
        title="Requests"
        text="Each with the road it took: how it was verified, what the pickers read, who got it, or exactly where it stopped."
        actions={!filters.search && <LiveWord live={rows.live} />}
      />
      <FilterBar above={<StatusFilter choices={STATUSES} />}>
        <NamedFilter name="integration" label="Integration" path="/api/integrations" resets={["endpoint"]} />
        {filters.integration && <EndpointFilter integration={filters.integration} />}
        <CustomerFilter />
        <WhenFilter />
        <TextFilter name="search" label="Search" placeholder="Id, URL, or any text in it" width={210} />
        <CodeFilter />
        {any && (
          <Button variant="subtle" color="gray" onClick={clear}>
            Clear filters
          </Button>
        )}
      </FilterBar>
      <UnderWay about="requests" />
      <ManyBar filters={filters} />
      {rows.lookedBackTo && (
        <Text size="xs" c="dimmed" px="lg" pb="sm" role="status">
          Only the newest were looked through, back to <When time={rows.lookedBackTo} />. To look further back, choose a
          time until then.
        </Text>
      )}
      <DataTable
        label="Requests"
        columns={COLUMNS}
        rows={rows}
        rowKey={(request) => request.id}
        empty={<NoRequests filtered={any} unrouted={filters.status === "unrouted"} clear={clear} />}
      />
    </>
  )
}

/** One of the integration's own URLs. That of an instance is found by pasting it into the search. */
function EndpointFilter({ integration }: { integration: string }) {
  const [endpoint, setEndpoint] = useFilter("endpoint")
  const endpoints = useQuery({
    queryKey: ["endpoints", integration],
    queryFn: () => api.get<IntegrationEndpoint[]>(`/api/integrations/${integration}/endpoints`),
  })
  return (
    <Select
      aria-label="Endpoint"
      placeholder="Any URL"
      clearable
      w={140}
      data={(endpoints.data ?? []).map(({ id, type }) => ({
        value: id,
        label: type === "draft" ? "Draft URL" : "Shared URL",
      }))}
      value={endpoint || null}
      onChange={setEndpoint}
    />
  )
}

const COLUMNS: Column<InboundRequest>[] = [
  {
    title: "Status",
    cell: (request) =>
      request.resolvedAt && request.status === "unrouted" ? (
        <StatusBadge status="resolved" /> // what still waits stands out among them
      ) : (
        <>
          <StatusBadge status={request.status} />
          {request.resolvedAt && (
            <Text span size="xs" c="dimmed" ml={6}>
              replayed
            </Text>
          )}
        </>
      ),
  },
  { title: "Received", cell: (request) => <When time={request.receivedAt} /> },
  {
    title: "Request",
    cell: (request) => (
      <RowLink to={`/requests/${request.id}`}>
        {request.method} <code>{shortPath(request.path)}</code>
      </RowLink>
    ),
  },
  { title: "Answer", cell: (request) => <Answer request={request} /> },
  { title: "Sent to", cell: (request) => request.integration?.name ?? request.subscription?.name ?? "–" },
  {
    title: "Customer",
    cell: (request) =>
      request.customer?.name ??
      (request.isDraft ? "Draft" : <NotFound name={request.code === "flow_not_found" ? null : request.named} />),
  },
  {
    title: "Flow",
    cell: (request) =>
      request.flowName ??
      request.flowKey ?? <NotFound name={request.code === "flow_not_found" ? request.named : null} />,
  },
  { title: "Size", number: true, spare: true, cell: (request) => bytes(request.bodySize) },
  { title: "Time", number: true, spare: true, cell: (request) => duration(request.durationUs) },
]

/** What an unrouted request asked for: requests of one customer that nobody knows are seen to belong together. */
function NotFound({ name }: { name: string | null }) {
  if (!name) return "–"
  return (
    <Text span inherit c="dimmed" title={`Not known: ${name}`}>
      <code>{name}</code>
    </Text>
  )
}

function Answer({ request }: { request: InboundRequest }) {
  return (
    <>
      {request.answerStatus} {request.code && <code>{request.code}</code>}
    </>
  )
}

interface NoRequestsProps {
  filtered: boolean
  unrouted: boolean
  clear: () => void
}

function NoRequests({ filtered, unrouted, clear }: NoRequestsProps) {
  if (unrouted) {
    return (
      <Empty
        icon={Inbox}
        title="Nothing is waiting"
        text="Requests that find no customer, flow or instance are kept here. Map one to a customer and replay it, and nothing is lost."
      />
    )
  }
  if (filtered) {
    return (
      <Empty
        icon={Inbox}
        title="No such requests"
        text="Nothing matches these filters."
        action={
          <Button variant="default" onClick={clear}>
            Clear filters
          </Button>
        }
      />
    )
  }
  return (
    <Empty
      icon={Inbox}
      title="No requests yet"
      text="Copy a URL from an integration's Endpoint page, register it with the service that sends, or send one with curl. It appears here within seconds."
    />
  )
}
