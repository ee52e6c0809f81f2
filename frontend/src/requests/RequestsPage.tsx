/** Every request that came to a public URL, with what became of it. Unrouted ones wait here for a person. */

import { Text } from "@mantine/core"
import { Inbox } from "lucide-react"
import type { InboundRequest } from "../api/types"
import { CustomerFilter } from "../customers/CustomerFilter"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { CodeFilter, FilterBar, NamedFilter, StatusFilter, useFilter } from "../ui/Filters"
import { LiveWord } from "../ui/LiveWord"
import { PageHeader } from "../ui/PageHeader"
import { LIVE, usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { duration, When } from "../ui/When"
import { bytes, shortPath } from "./words"

const STATUSES = [
  { value: "accepted", label: "Accepted" },
  { value: "unrouted", label: "Unrouted" },
  { value: "refused", label: "Refused" },
  { value: "duplicate", label: "Duplicate" },
  { value: "handshake", label: "Handshake" },
]

export function RequestsPage() {
  const [status] = useFilter("status")
  const [integration] = useFilter("integration")
  const [customer] = useFilter("customer")
  const [code] = useFilter("code")
  const rows = usePaged<InboundRequest>(
    "/api/requests",
    { status, integration, customer, code },
    { refetchEvery: LIVE, topic: "requests" },
  )
  return (
    <>
      <PageHeader
        title="Requests"
        text="Each with the road it took: how it was verified, what the pickers read, who got it, or exactly where it stopped."
        actions={<LiveWord live={rows.live} />}
      />
      <FilterBar>
        <StatusFilter choices={STATUSES} />
        <NamedFilter name="integration" label="Integration" path="/api/integrations" />
        <CustomerFilter />
        <CodeFilter />
      </FilterBar>
      <DataTable
        label="Requests"
        columns={COLUMNS}
        rows={rows}
        rowKey={(request) => request.id}
        empty={
          <NoRequests filtered={Boolean(status || integration || customer || code)} unrouted={status === "unrouted"} />
        }
      />
    </>
  )
}

const COLUMNS: Column<InboundRequest>[] = [
  {
    title: "Status",
    cell: (request) => (
      <>
        <StatusBadge status={request.status} />
        {request.status === "unrouted" && request.resolvedAt && (
          <Text span size="xs" c="dimmed" ml={6}>
            resolved
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
  { title: "Customer", cell: (request) => request.customer?.name ?? (request.isDraft ? "Draft" : "–") },
  { title: "Flow", cell: (request) => request.flowName ?? request.flowKey ?? "–" },
  { title: "Size", number: true, cell: (request) => bytes(request.bodySize) },
  { title: "Time", number: true, cell: (request) => duration(request.durationUs) },
]

function Answer({ request }: { request: InboundRequest }) {
  return (
    <>
      {request.answerStatus} {request.code && <code>{request.code}</code>}
    </>
  )
}

function NoRequests({ filtered, unrouted }: { filtered: boolean; unrouted: boolean }) {
  if (unrouted) {
    return (
      <Empty
        icon={Inbox}
        title="Nothing is waiting"
        text="Requests that find no customer, flow or instance are kept here. Map one to a customer and replay it, and nothing is lost."
      />
    )
  }
  if (filtered) return <Empty icon={Inbox} title="No such requests" text="Nothing matches these filters." />
  return (
    <Empty
      icon={Inbox}
      title="No requests yet"
      text="Copy a URL from an integration's Endpoint page, register it with the service that sends, or send one with curl. It appears here within seconds."
    />
  )
}
