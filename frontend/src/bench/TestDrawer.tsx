/**
 * The test bench: a payload at the left, what became of it at the right.
 *
 * For: running one flow, or sending the payload down the whole road of the endpoint. Both run the draft; nothing is stored and
 * no customer's instance is reached. It fills the box it is put into.
 */
import { Kbd, Text } from "@mantine/core"
import { type ReactNode, useEffect, useState } from "react"
import type { Draft } from "../api/types"
import { usePins } from "../editor/pins"
import { useSamples } from "../editor/samples"
import { RunningSteps } from "../live/RunningSteps"
import { useTestProgress } from "../live/testProgress"
import { ProblemNotice } from "../ui/Problem"
import { BenchHeader, type BenchTab } from "./BenchHeader"
import { useServerDraft } from "./draft"
import { flowRunKey, numberOf, useEndpointRun, useMemory, usePayload } from "./memory"
import { PayloadForm } from "./PayloadForm"
import { asCurl, type Payload } from "./payload"
import { EndpointResult, FlowResult } from "./RunResult"
import classes from "./TestDrawer.module.css"
import { useStartTrial, useTrials } from "./trials"
import { useRunKey } from "./useRunKey"

export interface TestDrawerProps {
  integrationId: string
  /** The flow that "Run flow" runs; null where there is none, as on the Endpoint page. */
  flowKey: string | null
  /** Saves what is open, so that the test runs what is on the screen. */
  before: () => Promise<void>
  close?: () => void
}

export function TestDrawer({ integrationId, flowKey, before, close }: TestDrawerProps) {
  const [wanted, setTab] = useState<BenchTab>("flow")
  const tab = flowKey ? wanted : "endpoint"
  const [payload, change] = usePayload(integrationId)
  const [runTarget, setRunTarget] = useState(true)
  const draft = useServerDraft(integrationId).data
  const flowRun = useMemory((memory) => memory.flowRuns[flowRunKey(integrationId, flowKey ?? "")])
  const endpointRun = useEndpointRun(integrationId)
  const start = useStartTrial({ integrationId, before })
  const running = useTrials((trials) => trials.pending?.kind ?? null)

  useEffect(() => {
    useSamples.getState().enter(integrationId)
    usePins.getState().enter(integrationId)
  }, [integrationId])

  const runFlow = () => {
    setTab("flow")
    if (flowKey) void start({ kind: "flow", flowKey })
  }
  const testEndpoint = () => {
    setTab("endpoint")
    void start({ kind: "endpoint", runTarget, flowKey })
  }
  useRunKey(running ? null : tab === "flow" ? runFlow : testEndpoint)

  return (
    <section className={classes.drawer} aria-label="Test bench">
      <BenchHeader
        tab={tab}
        setTab={setTab}
        runFlow={flowKey ? runFlow : undefined}
        testEndpoint={testEndpoint}
        running={running}
        runTarget={runTarget}
        setRunTarget={setRunTarget}
        curl={draft && asCurl(draft.draftUrl, forDraftUrl(payload, draft, flowKey))}
        close={close}
      />
      <div className={classes.body}>
        <PayloadForm
          integrationId={integrationId}
          flowKey={flowKey}
          address={draft ? { draftUrl: draft.draftUrl, flowKey: hasOwnUrl(draft) ? flowKey : null } : null}
          payload={payload}
          change={change}
        />
        {tab === "flow" ? (
          <Outcome tab={tab}>{flowRun && <FlowResult key={numberOf(flowRun.run)} kept={flowRun} />}</Outcome>
        ) : (
          <Outcome tab={tab}>{endpointRun && <EndpointResult key={numberOf(endpointRun)} run={endpointRun} />}</Outcome>
        )}
      </div>
    </section>
  )
}

const hasOwnUrl = (draft: Draft): boolean => (draft.definition.endpoint?.type ?? "flow") === "flow"

/** The draft's URL is for the whole integration: where flows have their own URLs, the flow's key follows it. */
function forDraftUrl(payload: Payload, draft: Draft, flowKey: string | null): Payload {
  if (!hasOwnUrl(draft) || !flowKey) return payload
  return { ...payload, path: [flowKey, payload.path.replace(/^\/+/, "")].filter(Boolean).join("/") }
}

/** `children`: the last result, if there is one. */
function Outcome({ tab, children }: { tab: BenchTab; children: ReactNode }) {
  const pending = useTrials((trials) => trials.pending?.kind === tab)
  const failed = useTrials((trials) => trials.failures[tab])
  const { progress, long } = useTestProgress()
  if (pending && long && progress) {
    return (
      <div className={classes.result} aria-busy>
        <RunningSteps progress={progress} />
      </div>
    )
  }
  return (
    <div className={classes.result} aria-live="polite" aria-busy={pending}>
      {failed && <ProblemNotice failure={failed.failure} />}
      {!children && !failed && <NothingYet tab={tab} />}
      {children && !failed && (
        <div data-stale={pending || undefined} className={classes.run}>
          {children}
        </div>
      )}
    </div>
  )
}

const WORDS: Record<BenchTab, string> = {
  flow: "Runs this flow with the payload as its trigger, and shows what every step got and gave.",
  endpoint:
    "Sends the payload down the road a real request takes: credential, preprocess flow, pickers, customer and flow. It tells who would get it; nothing reaches a customer.",
}

function NothingYet({ tab }: { tab: BenchTab }) {
  return (
    <Text c="dimmed" size="sm" p="md">
      {WORDS[tab]} Press <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">Enter</Kbd>.
    </Text>
  )
}
