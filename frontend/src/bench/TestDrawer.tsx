/**
 * The test bench: a payload at the left, what became of it at the right.
 *
 * For: running one flow, or sending the payload down the whole road of the endpoint. Both run the draft; nothing is stored and
 * no customer's instance is reached. It fills the box it is put into.
 */
import { Button, Kbd, Skeleton, Text } from "@mantine/core"
import { BookmarkPlus } from "lucide-react"
import { type ReactNode, useEffect, useState } from "react"
import type { Draft } from "../api/types"
import { usePins } from "../editor/pins"
import { useSamples } from "../editor/samples"
import { RunningSteps } from "../live/RunningSteps"
import { useTestProgress } from "../live/testProgress"
import { lazyPart } from "../ui/lazyPart"
import { ProblemNotice } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { BenchHeader, type BenchTab } from "./BenchHeader"
import { useServerDraft } from "./draft"
import { flowRunKey, type KeptRun, numberOf, useMemory, usePayload } from "./memory"
import { PayloadForm } from "./PayloadForm"
import { asCurl, type Payload, pathOfFlow } from "./payload"
import { partInWords } from "./pinning"
import { EndpointResult, FlowResult } from "./RunResult"
import classes from "./TestDrawer.module.css"
import { SaveTest } from "./tests/SaveTest"
import { useSavedTests } from "./tests/useSavedTests"
import { useStartTrial, useTrials } from "./trials"
import { useRunKey } from "./useRunKey"
import { useWho } from "./who/useWho"
import { WhoAnswer } from "./who/WhoAnswer"

const TestsPanel = lazyPart(async () => (await import("./tests/TestsPanel")).TestsPanel, <Skeleton h={80} m="sm" />)

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
  const tab = !flowKey && wanted === "flow" ? "endpoint" : wanted
  const [payload, change] = usePayload(integrationId)
  const [runTarget, setRunTarget] = useState(true)
  const draft = useServerDraft(integrationId).data
  const flowRun = useMemory((memory) => memory.flowRuns[flowRunKey(integrationId, flowKey ?? "")])
  const endpointRun = useMemory((memory) => memory.endpointRuns[integrationId])
  const [test, setTest] = useState<string | null>(null)
  const tests = useSavedTests(integrationId).data?.length
  const start = useStartTrial({ integrationId, before })
  const running = useTrials((trials) => trials.pending?.kind ?? null)

  const who = useWho(integrationId)
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
  useRunKey(running || tab === "tests" ? null : tab === "flow" ? runFlow : testEndpoint)
  const showTest = (id: string) => {
    setTest(id)
    setTab("tests")
  }

  return (
    <section className={classes.drawer} aria-label="Test bench">
      <BenchHeader
        tab={tab}
        setTab={setTab}
        runFlow={flowKey ? runFlow : undefined}
        testEndpoint={testEndpoint}
        ask={() => {
          setTab("endpoint")
          who.mutate({ customer: null, flow: flowKey })
        }}
        asking={who.isPending}
        running={running}
        tests={tests}
        runTarget={runTarget}
        setRunTarget={setRunTarget}
        curl={draft && (() => asCurl(draft.draftUrl, forDraftUrl(payload, draft, flowKey)))}
        close={close}
      />
      {tab === "tests" ? (
        <TestsPanel
          integrationId={integrationId}
          flowKey={flowKey}
          before={before}
          chosen={test}
          choose={setTest}
          showPayload={() => setTab(flowKey ? "flow" : "endpoint")}
        />
      ) : (
        <div className={classes.body}>
          <PayloadForm
            integrationId={integrationId}
            flowKey={flowKey}
            address={draft ? { draftUrl: draft.draftUrl, flowKey: hasOwnUrl(draft) ? flowKey : null } : null}
            payload={payload}
            change={change}
          />
          <Outcome
            tab={tab}
            integrationId={integrationId}
            kept={tab === "flow" ? flowRun : endpointRun}
            above={tab === "endpoint" && <WhoAnswer who={who} flowKey={flowKey} />}
            showTest={showTest}
          />
        </div>
      )}
    </section>
  )
}

const hasOwnUrl = (draft: Draft): boolean => (draft.definition.endpoint?.type ?? "flow") === "flow"

/** The draft's URL is for the whole integration: where flows have their own URLs, the flow's key follows it. */
function forDraftUrl(payload: Payload, draft: Draft, flowKey: string | null): Payload {
  if (!hasOwnUrl(draft) || !flowKey) return payload
  return { ...payload, path: pathOfFlow(payload.path, flowKey) }
}

interface OutcomeProps {
  tab: "flow" | "endpoint"
  integrationId: string
  /** The last result, if there is one. */
  kept: KeptRun | undefined
  /** What stands above it. */
  above: ReactNode
  showTest: (id: string) => void
}

function Outcome({ tab, integrationId, kept, above, showTest }: OutcomeProps) {
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
      {above}
      {failed && <ProblemNotice failure={failed.failure} />}
      {!kept && !failed && <NothingYet tab={tab} />}
      {kept && !failed && (
        <div data-stale={pending || undefined} className={classes.run}>
          <div className={classes.top}>
            <StatusBadge status={kept.run.ok || kept.run.outcome !== "succeeded" ? kept.run.outcome : "failed"} />
            {above && (
              <Text size="xs" c="dimmed">
                in this draft
              </Text>
            )}
            {kept.part && <Text size="sm">{partInWords(kept.part)}</Text>}
            <KeepButton integrationId={integrationId} kept={kept} showTest={showTest} />
          </div>
          {tab === "flow" ? (
            <FlowResult key={numberOf(kept.run)} run={kept.run} part={kept.part} />
          ) : (
            <EndpointResult key={numberOf(kept.run)} run={kept.run} />
          )}
        </div>
      )}
    </div>
  )
}

function KeepButton({
  integrationId,
  kept,
  showTest,
}: Pick<OutcomeProps, "integrationId" | "showTest"> & { kept: KeptRun }) {
  const [open, setOpen] = useState(false)
  // A part of a flow is tried while building; what is kept must say something about the whole.
  if (kept.part) return null
  return (
    <>
      <Button
        className={classes.keep}
        variant="default"
        size="compact-xs"
        leftSection={<BookmarkPlus size={13} />}
        onClick={() => setOpen(true)}
      >
        Save as test
      </Button>
      {open && (
        <SaveTest
          integrationId={integrationId}
          sent={kept.sent}
          run={kept.run}
          saved={(test) => showTest(test.id)}
          close={() => setOpen(false)}
        />
      )}
    </>
  )
}

const WORDS: Record<OutcomeProps["tab"], string> = {
  flow: "Runs this flow with the payload as its trigger, and shows what every step got and gave.",
  endpoint:
    "Sends the payload down the road a real request takes: credential, preprocess flow, pickers, customer and flow. It tells who would get it; nothing reaches a customer.",
}

function NothingYet({ tab }: Pick<OutcomeProps, "tab">) {
  return (
    <Text c="dimmed" size="sm" p="md">
      {WORDS[tab]} Press <Kbd size="xs">Ctrl</Kbd> + <Kbd size="xs">Enter</Kbd>.
    </Text>
  )
}
