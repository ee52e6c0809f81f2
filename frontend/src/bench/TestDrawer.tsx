/**
 * The test bench: a payload at the left, what became of it at the right.
 *
 * For: running one flow, or sending the payload down the whole road of the endpoint. Both run the draft; nothing is stored and
 * no customer's instance is reached. It fills the box it is put into.
 */
import { ActionIcon, Button, Group, Kbd, Switch, Tabs, Text, Tooltip } from "@mantine/core"
import { Globe, Play, X } from "lucide-react"
import { useState } from "react"
import { CopyIcon } from "../ui/CopyField"
import { ProblemNotice } from "../ui/Problem"
import { useServerDraft } from "./draft"
import { flowRunKey, useEndpointRun, useMemory, usePayload } from "./memory"
import { PayloadForm } from "./PayloadForm"
import { asCurl, type Payload } from "./payload"
import { EndpointResult, FlowResult } from "./RunResult"
import classes from "./TestDrawer.module.css"
import { useRunKey } from "./useRunKey"
import { useEndpointTest, useFlowTest } from "./useTests"

export interface TestDrawerProps {
  integrationId: string
  /** The flow that "Run" runs; null where there is none, as on the Endpoint page. */
  flowKey: string | null
  /** Saves what is open, so that the test runs what is on the screen. */
  before: () => Promise<void>
  close?: () => void
}

type Tab = "flow" | "endpoint"

export function TestDrawer({ integrationId, flowKey, before, close }: TestDrawerProps) {
  const [wanted, setTab] = useState<Tab>("flow")
  const tab = flowKey ? wanted : "endpoint"
  const [payload, change] = usePayload(integrationId)
  const [runTarget, setRunTarget] = useState(true)
  const draft = useServerDraft(integrationId).data
  const endpoint = draft?.definition.endpoint
  const flowTest = useFlowTest({ integrationId, before }, flowKey)
  const endpointTest = useEndpointTest({ integrationId, before }, endpoint?.preprocessFlow ?? null)
  const flowRun = useMemory((memory) => memory.flowRuns[flowRunKey(integrationId, flowKey ?? "")])
  const endpointRun = useEndpointRun(integrationId)
  const busy = flowTest.isPending || endpointTest.isPending

  const runFlow = () => {
    setTab("flow")
    flowTest.mutate(payload)
  }
  const testEndpoint = () => {
    setTab("endpoint")
    endpointTest.mutate({ payload, runTarget })
  }
  useRunKey(busy ? null : tab === "flow" ? runFlow : testEndpoint)

  const byFlow = (endpoint?.type ?? "flow") === "flow"
  const target = byFlow && flowKey && !payload.path ? { ...payload, path: flowKey } : payload
  const shown = tab === "flow" ? flowTest : endpointTest
  const run = tab === "flow" ? flowRun : endpointRun
  return (
    <section className={classes.drawer} aria-label="Test bench">
      <header className={classes.header}>
        {flowKey ? (
          <Tabs value={tab} onChange={(value) => setTab(value as Tab)} variant="pills">
            <Tabs.List aria-label="What to test">
              <Tabs.Tab value="flow">Flow</Tabs.Tab>
              <Tabs.Tab value="endpoint">Endpoint</Tabs.Tab>
            </Tabs.List>
          </Tabs>
        ) : (
          <Text fw={600}>Test bench</Text>
        )}
        <Group gap="xs" wrap="nowrap">
          {tab === "endpoint" && (
            <Switch
              label="Run the flow it picks"
              checked={runTarget}
              onChange={(event) => setRunTarget(event.currentTarget.checked)}
            />
          )}
          {flowKey && (
            <Button
              variant={tab === "flow" ? "filled" : "default"}
              leftSection={<Play size={14} />}
              loading={flowTest.isPending}
              disabled={busy}
              onClick={runFlow}
            >
              Run flow
            </Button>
          )}
          <Tooltip label="Send the payload down the whole road: credential, preprocess, pickers, match">
            <Button
              variant={tab === "endpoint" ? "filled" : "default"}
              leftSection={<Globe size={14} />}
              loading={endpointTest.isPending}
              disabled={busy}
              onClick={testEndpoint}
            >
              Test endpoint
            </Button>
          </Tooltip>
          <Curl url={draft?.draftUrl} payload={target} />
          {close && (
            <ActionIcon variant="subtle" color="gray" aria-label="Close the test bench" onClick={close}>
              <X size={16} />
            </ActionIcon>
          )}
        </Group>
      </header>
      <div className={classes.body}>
        <PayloadForm integrationId={integrationId} payload={payload} change={change} />
        <div className={classes.result} aria-live="polite" aria-busy={busy}>
          {shown.isError && <ProblemNotice failure={shown.error} />}
          {!run && !shown.isError && <NothingYet tab={tab} />}
          {run && !shown.isError && (
            <div data-stale={shown.isPending || undefined} className={classes.run}>
              {tab === "flow" ? (
                <FlowResult key={shown.submittedAt} run={run} />
              ) : (
                <EndpointResult key={shown.submittedAt} run={run} />
              )}
            </div>
          )}
        </div>
      </div>
    </section>
  )
}

function Curl({ url, payload }: { url: string | undefined; payload: Payload }) {
  return url ? <CopyIcon value={asCurl(url, payload)} label="Copy as curl for the draft URL" /> : null
}

function NothingYet({ tab }: { tab: Tab }) {
  return (
    <Text c="dimmed" size="sm" p="md">
      {tab === "flow"
        ? "Runs this flow with the payload as its trigger, and shows what every step got and gave."
        : "Sends the payload down the road a real request takes: credential, preprocess flow, pickers, customer and flow. It tells who would get it; nothing reaches a customer."}{" "}
      Press <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">Enter</Kbd>.
    </Text>
  )
}
