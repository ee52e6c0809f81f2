/** One request: the road it took, what was sent, and what can be done about it. */
import { Anchor, Group, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useParams } from "react-router"
import { api } from "../api/client"
import type { InboundRequestDetail, StageName } from "../api/types"
import { Facts } from "../bench/Facts"
import { NearestList } from "../bench/MatchDetail"
import { StageDetail } from "../bench/StageDetail"
import { StageStrip } from "../bench/StageStrip"
import { roadOf, stageToShow } from "../bench/stages"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { duration, When } from "../ui/When"
import { mendingOf } from "./mending"
import { Others } from "./Others"
import { RequestActions } from "./RequestActions"
import classes from "./RequestPage.module.css"
import { SentRequest } from "./SentRequest"
import { SignatureOf } from "./SignatureOf"
import { bytes, shortPath } from "./words"

const MOST_SHOWN = 20

export function RequestPage() {
  const { id = "" } = useParams()
  const query = useQuery({
    queryKey: ["/api/requests", id],
    queryFn: () => api.get<InboundRequestDetail>(`/api/requests/${id}`),
  })
  if (query.isError) return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <PageSkeleton />
  return <Detail key={id} request={query.data} />
}

function Detail({ request }: { request: InboundRequestDetail }) {
  return (
    <>
      <PageHeader
        name={`${request.method} ${shortPath(request.path)}`}
        title={
          <>
            {request.method} <code>{shortPath(request.path)}</code>
          </>
        }
        actions={<RequestActions request={request} />}
      />
      <div className={classes.page}>
        <Overview request={request} />
        <Waiting request={request} />
        <Road request={request} />
        <SignatureOf request={request} />
        <SentRequest request={request} />
      </div>
    </>
  )
}

/** Of a request at a subscription's URL: what its subscriber hears of it. */
function deliveriesOf({ trace }: InboundRequestDetail): string[] {
  const data: unknown = trace.find((stage) => stage.stage === "store")?.data
  const made = data && typeof data === "object" && "deliveries" in data ? data.deliveries : null
  return Array.isArray(made) ? made.filter((id) => typeof id === "string") : []
}

/** What to do about one that stopped; and about those that stop at the same, also once it was replayed. */
function Waiting({ request }: { request: InboundRequestDetail }) {
  const waits = request.status === "unrouted" && !request.resolvedAt
  const mending = waits ? mendingOf(request) : null
  const stopped = request.status === "unrouted" ? request.id : request.replayOf
  return (
    <>
      {mending && (
        <section className={classes.card} aria-label="How to mend it">
          <Text size="sm">{mending.text}</Text>
          <Group gap="md" mt={6}>
            {mending.links.map(({ to, label }) => (
              <Anchor key={to} component={Link} to={to} size="sm" underline="always">
                {label}
              </Anchor>
            ))}
            <Anchor
              component={Link}
              to={`/requests?status=unrouted&code=${request.code}&integration=${request.integration?.id}`}
              size="sm"
              underline="always"
            >
              All that stopped so
            </Anchor>
          </Group>
        </section>
      )}
      {stopped && <Others of={stopped} mended={request.status === "accepted"} />}
    </>
  )
}

/** Of a duplicate: the request that came first with its id. */
function firstOf({ trace }: InboundRequestDetail): string | null {
  const data: unknown = trace.find((stage) => stage.stage === "store")?.data
  const first = data && typeof data === "object" && "first" in data ? data.first : null
  return typeof first === "string" ? first : null
}

function Overview({ request }: { request: InboundRequestDetail }) {
  const { integration, customer, subscription } = request
  const events = subscription ? deliveriesOf(request) : []
  const link = (to: string, text: string) => (
    <Anchor component={Link} to={to} inherit underline="always">
      {text}
    </Anchor>
  )
  return (
    <section className={classes.card} aria-label="Overview">
      <Facts
        wide
        facts={[
          ["Status", <Status key="status" request={request} />],
          ["Received", <When key="received" time={request.receivedAt} />],
          [
            "Answer",
            `${request.answerStatus}${request.code ? ` ${request.code}` : ""} in ${duration(request.durationUs)}`,
          ],
          ["Integration", integration && link(`/integrations/${integration.id}/endpoint`, integration.name)],
          ["Subscription", subscription && link(`/deliveries/${subscription.id}`, subscription.name)],
          [
            "Events",
            events.length > 0
              ? events.slice(0, MOST_SHOWN).map((id, place) => (
                  <span key={id}>
                    {place > 0 && ", "}
                    {link(`/deliveries/${subscription?.id}/${id}`, id.slice(-8))}
                  </span>
                ))
              : null,
          ],
          ["Customer", customer && link(`/customers/${customer.id}`, `${customer.name} (${customer.externalId})`)],
          ["Flow", request.flowName ?? request.flowKey],
          ["Execution", request.executionId && link(`/executions/${request.executionId}`, "How it ran")],
          ["First sent as", firstOf(request) && link(`/requests/${firstOf(request)}`, "the request with the same id")],
          ["Replay of", request.replayOf && link(`/requests/${request.replayOf}`, "an earlier request")],
          ["Body", `${bytes(request.bodySize)}${request.contentType ? `, ${request.contentType}` : ""}`],
        ]}
      />
    </section>
  )
}

function Status({ request }: { request: InboundRequestDetail }) {
  return (
    <>
      <StatusBadge status={request.status} />
      {request.isDraft && " on the draft URL"}
      {request.resolvedAt && (
        <>
          , {request.status === "unrouted" ? "resolved" : "replayed"} <When time={request.resolvedAt} />
        </>
      )}
    </>
  )
}

function Road({ request }: { request: InboundRequestDetail }) {
  const road = roadOf(request.trace, { subscription: request.subscription !== null })
  const [chosen, setChosen] = useState<StageName | null>(stageToShow(road))
  const shown = road.find((stage) => stage.name === chosen)
  if (road.length === 0) return null
  return (
    <section className={classes.road}>
      <Title order={2}>The road it took</Title>
      <StageStrip road={road} chosen={chosen} choose={setChosen} />
      {shown && <StageDetail stage={shown} />}
      {chosen !== "match" && <NearestList nearest={request.nearest} />}
    </section>
  )
}
