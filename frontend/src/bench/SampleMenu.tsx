/** "Sample from…": chooses where the values come from that pickers and previews show, and what a test sends. */
import { Badge, Button, Group, Menu, Skeleton, Text, VisuallyHidden } from "@mantine/core"
import { Check, ChevronDown, ClipboardPaste, FlaskConical, History, Shapes, Terminal } from "lucide-react"
import { useState } from "react"
import type { Execution, InboundRequest } from "../api/types"
import { keyOf, useFlowSample, useSamples } from "../editor/samples"
import { LiveWord } from "../ui/LiveWord"
import { StatusBadge } from "../ui/StatusBadge"
import { ago } from "../ui/When"
import { useArrived } from "./useArrived"
import { useCaptured, useEarlierRuns, useTakeSample } from "./useSampleSources"

interface SampleMenuProps {
  integrationId: string
  /** The flow whose steps get the sample; null where only a payload is wanted. */
  flowKey: string | null
  pasteCurl?: () => void
  pasteResults?: () => void
}

export function SampleMenu({ integrationId, flowKey, pasteCurl, pasteResults }: SampleMenuProps) {
  const [open, setOpen] = useState(false)
  const { takeRequest, takeExecution } = useTakeSample(integrationId, flowKey)
  const captured = useCaptured(integrationId, open)
  const arrived = useArrived(captured.rows, open)
  const runs = useEarlierRuns(integrationId, flowKey, open)
  return (
    // Inside a popover the menu must stay in it: outside, choosing would count as a click elsewhere and close both.
    <>
      <Arrival arrived={arrived} />
      <Menu opened={open} onChange={setOpen} position="bottom-start" width={380} withinPortal={false}>
        <Menu.Target>
          <Button variant="default" size="compact-xs" rightSection={<ChevronDown size={12} />}>
            Sample from…
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={340} style={{ overflow: "auto" }}>
          {flowKey && <Known flowKey={flowKey} integrationId={integrationId} />}
          {pasteCurl && (
            <Menu.Item leftSection={<Terminal size={14} />} onClick={pasteCurl}>
              A curl command…
            </Menu.Item>
          )}
          {pasteResults && (
            <Menu.Item leftSection={<ClipboardPaste size={14} />} onClick={pasteResults}>
              Pasted results of a step…
            </Menu.Item>
          )}
          <Menu.Label>
            <Group justify="space-between">
              Captured requests
              <LiveWord live={captured.live} />
            </Group>
          </Menu.Label>
          <Requests
            rows={captured.rows}
            arrived={arrived}
            pending={captured.pending}
            take={(id) => void takeRequest(id)}
          />
          {flowKey && (
            <>
              <Menu.Label>Earlier executions of this flow</Menu.Label>
              <Executions rows={runs.data?.results} pending={runs.isPending} take={(id) => void takeExecution(id)} />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** What can be chosen without asking the server. */
function Known({ integrationId, flowKey }: { integrationId: string; flowKey: string }) {
  const now = useFlowSample(flowKey)
  const test = useSamples((state) => state.tests[keyOf(integrationId, flowKey)])
  const choose = useSamples((state) => state.choose)
  return (
    <>
      {test && (
        <Menu.Item
          leftSection={<FlaskConical size={14} />}
          rightSection={now === test && <Check size={14} aria-label="chosen" />}
          onClick={() => choose(flowKey, test)}
        >
          Last {test.source}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Shapes size={14} />}
        rightSection={!now && <Check size={14} aria-label="chosen" />}
        onClick={() => choose(flowKey, null)}
      >
        Examples of the components
      </Menu.Item>
    </>
  )
}

interface RowsProps<T> {
  rows: T[] | undefined
  pending: boolean
  take: (id: string) => void
}

interface RequestsProps extends RowsProps<InboundRequest> {
  arrived: readonly InboundRequest[]
}

function Requests({ rows, arrived, pending, take }: RequestsProps) {
  if (pending) return <Skeleton h={28} m={6} />
  if (!rows?.length) return <Nothing text="Nothing has arrived yet. Send one to the test URL and it appears here." />
  return rows.map((request) => (
    <Menu.Item
      key={request.id}
      leftSection={<History size={14} />}
      rightSection={
        <Group gap={6} wrap="nowrap">
          {arrived.includes(request) && <Badge size="xs">New</Badge>}
          <StatusBadge status={request.status} />
        </Group>
      }
      onClick={() => take(request.id)}
    >
      <b>{request.method}</b> {ago(request.receivedAt)}, {request.bodySize} bytes
      {request.isDraft && ", draft"}
    </Menu.Item>
  ))
}

/** Outside the menu, which may hold nothing but its items; there before anything arrives, or nobody would hear of the first. */
function Arrival({ arrived }: { arrived: readonly InboundRequest[] }) {
  const newest = arrived[0]
  const many = arrived.length === 1 ? "A request has" : `${arrived.length} requests have`
  return <VisuallyHidden role="status">{newest && `${many} arrived: ${inWords(newest)}.`}</VisuallyHidden>
}

const inWords = (request: InboundRequest): string =>
  `${request.method}, ${request.bodySize} bytes${request.isDraft ? ", draft" : ""}, ${request.status}`

function Executions({ rows, pending, take }: RowsProps<Execution>) {
  if (pending) return <Skeleton h={28} m={6} />
  if (!rows?.length) return <Nothing text="This flow has not run for a customer yet." />
  return rows.map((run) => (
    <Menu.Item key={run.id} rightSection={<StatusBadge status={run.status} />} onClick={() => take(run.id)}>
      {ago(run.queuedAt)}
      {run.customer && ` for ${run.customer.name}`}
      {run.version !== null && `, version ${run.version}`}
    </Menu.Item>
  ))
}

function Nothing({ text }: { text: string }) {
  return (
    <Text size="xs" c="dimmed" px={12} pb={8}>
      {text}
    </Text>
  )
}
