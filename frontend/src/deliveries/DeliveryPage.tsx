/** One delivery: what is sent, every attempt with what came back, and when it is tried next. */
import { Alert, Anchor, Button, Code, Group, Paper, Stack, Text, Title } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { ListOrdered, RotateCcw } from "lucide-react"
import { Link, useParams } from "react-router"
import { api } from "../api/client"
import type { EventAttempt, EventDeliveryDetail } from "../api/types"
import { useSession } from "../shell/session"
import { CopyField } from "../ui/CopyField"
import { Json } from "../ui/Json"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice, tell, tellProblem } from "../ui/Problem"
import { LIVE } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { outcomeOf, standOf } from "./words"

export function DeliveryPage() {
  const { delivery: id = "" } = useParams()
  const query = useQuery({
    queryKey: ["/api/deliveries", id],
    queryFn: () => api.get<EventDeliveryDetail>(`/api/deliveries/${id}`),
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
        name={row.type || "Event"}
        title={
          <>
            {row.type || "Event"} <StatusBadge {...standOf(row, row.destinationStatus === "active")} />
          </>
        }
        text={
          <>
            To{" "}
            <Anchor component={Link} to={`/deliveries/${row.destination}`} inherit underline="always">
              {row.destinationName}
            </Anchor>
            , sent <When time={row.createdAt} />
            {row.dueAt && row.attempts > 0 && row.destinationStatus === "active" && (
              <>
                ; tried next <When time={row.dueAt} />
              </>
            )}
            .
          </>
        }
        actions={<Actions row={row} />}
      />
      <Stack gap="md" px="lg" pb="lg" maw={980}>
        <Line row={row} />
        <CopyField
          label="Message id"
          value={row.messageId}
          hint="The envelope's id, and webhook-id of every attempt."
        />
        <section aria-label="Attempts">
          <Title order={2} size="h5" mb="xs">
            Attempts
          </Title>
          <Stack gap="xs">
            {row.tries.length === 0 && <Text size="sm">None yet.</Text>}
            {row.tries.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} />
            ))}
          </Stack>
        </section>
        <section aria-label="What is sent">
          <Title order={2} size="h5" mb="xs">
            What is sent
          </Title>
          <Paper withBorder p="sm">
            <Json value={bodyOf(row.body)} />
          </Paper>
        </section>
      </Stack>
    </>
  )
}

const count = (behind: number) => (behind === 1 ? "One event" : `${behind >= 1000 ? "1,000 or more" : behind} events`)

/** What it waits for, or what waits for it, where events of one key are kept in order. */
function Line({ row }: { row: EventDeliveryDetail }) {
  if (row.heldUpBy) {
    return (
      <Alert icon={<ListOrdered size={16} />} title={`In line behind another of ${row.orderKey}`}>
        It is sent once{" "}
        <Anchor component={Link} to={`/deliveries/${row.destination}/${row.heldUpBy}`} inherit underline="always">
          the one before it
        </Anchor>{" "}
        was taken or discarded.
      </Alert>
    )
  }
  if (row.behind === 0) return null
  const of = `${count(row.behind)} of ${row.orderKey} ${row.behind === 1 ? "waits" : "wait"} behind this one`
  return row.holdsUp ? (
    <Alert color="red" icon={<ListOrdered size={16} />} title={of}>
      It was given up, and nothing overtakes it by itself. Redeliver it, or discard it to let them go on.
    </Alert>
  ) : (
    <Text size="sm">{of}.</Text>
  )
}

function bodyOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function Actions({ row }: { row: EventDeliveryDetail }) {
  const queries = useQueryClient()
  const { can } = useSession()
  if (!can("operator")) return null
  const ask = async (what: "redeliver" | "discard", said: string) => {
    try {
      await api.post(`/api/deliveries/${row.id}/${what}`)
      tell(said)
      await queries.invalidateQueries({ queryKey: ["/api/deliveries"] })
    } catch (failure) {
      tellProblem(failure)
    }
  }
  const waits = row.status === "pending" || row.status === "new"
  const said = row.holdsUp ? "Those behind it go on." : "It is not tried again."
  return (
    <>
      {(waits || row.holdsUp) && (
        <Button variant="default" onClick={() => void ask("discard", said)}>
          Discard
        </Button>
      )}
      <Button
        leftSection={<RotateCcw size={15} />}
        disabled={row.status === "sending" || row.destinationStatus === "closed" || row.waitsInLine}
        onClick={() => void ask("redeliver", "It is on its way again, with the same id.")}
      >
        {waits ? "Try now" : "Redeliver"}
      </Button>
    </>
  )
}

function Attempt({ attempt }: { attempt: EventAttempt }) {
  return (
    <Paper withBorder p="sm" component="details">
      <summary>
        <Group component="span" display="inline-flex" gap="sm">
          <Text span size="sm" fw={550}>
            {attempt.number}
          </Text>
          <StatusBadge status={attempt.code === "ok" ? "succeeded" : "failed"} label={outcomeOf(attempt)} />
          <Text span size="sm" c="dimmed">
            <When time={attempt.beganAt} />
            {attempt.tookMs !== null && `, ${attempt.tookMs} ms`}
            {attempt.byHand && ", asked for by hand"}
          </Text>
          {attempt.nextAt && (
            <Text span size="sm" c="dimmed">
              then again <When time={attempt.nextAt} />
            </Text>
          )}
        </Group>
      </summary>
      <Stack gap="xs" mt="sm">
        {attempt.message && <Text size="sm">{attempt.message}</Text>}
        {attempt.url && (
          <Text size="xs" ff="monospace">
            POST {attempt.url}
          </Text>
        )}
        <Lines title="Headers sent" lines={attempt.requestHeaders} />
        <Lines title="Headers of the answer" lines={attempt.answerHeaders} />
        {attempt.answerBody && (
          <div>
            <Text size="xs" fw={550}>
              Body of the answer
            </Text>
            <Code block>{attempt.answerBody}</Code>
          </div>
        )}
      </Stack>
    </Paper>
  )
}

function Lines({ title, lines }: { title: string; lines: Record<string, string> }) {
  const pairs = Object.entries(lines)
  if (pairs.length === 0) return null
  return (
    <div>
      <Text size="xs" fw={550}>
        {title}
      </Text>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {pairs.map(([name, value]) => `${name}: ${value}`).join("\n")}
      </Code>
    </div>
  )
}
