/**
 * Tests of the open draft: starting one from wherever it is asked for, and keeping what it gave where pages look for it.
 *
 * For: the bench, the inspector and the commands, which share what is under way. One at a time: a second waits to be asked again.
 * Not here: tests that are kept (`tests/`), drawing results.
 */
import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { nanoid } from "nanoid"
import { useMemo } from "react"
import { create } from "zustand"
import { api } from "../api/client"
import type { Draft, TestRun } from "../api/types"
import { usePins } from "../editor/pins"
import { keyOf, useSamples } from "../editor/samples"
import { allSteps, type Definition, findFlow } from "../flow/definition"
import { listenToTest } from "../live/testProgress"
import { draftQuery } from "./draft"
import { type KeptRun, payloadOf, useMemory } from "./memory"
import { asTestRequest, pathOfFlow } from "./payload"
import { type Part, pinsForFlow, pinsOfAll } from "./pinning"
import { matchOf, preprocessOf } from "./stages"
import type { Sent } from "./tests/SaveTest"

export type Trial =
  | { kind: "flow"; flowKey: string; part?: Part }
  | { kind: "endpoint"; runTarget: boolean; flowKey: string | null }

export interface Ground {
  integrationId: string
  /** Saves what is open, so that the test runs what is on the screen. */
  before: () => Promise<void>
}

interface Trials {
  /** What runs now. */
  pending: Trial | null
  /** The key of its live topic. */
  live: string | null
  /** The last one of each kind, when it could not be run, and why. */
  failures: Record<Trial["kind"], { trial: Trial; failure: unknown } | null>
}

export const useTrials = create<Trials>(() => ({
  pending: null,
  live: null,
  failures: { flow: null, endpoint: null },
}))

export function useStartTrial({ integrationId, before }: Ground): (trial: Trial) => Promise<void> {
  const queries = useQueryClient()
  return useMemo(() => (trial: Trial) => start(trial, integrationId, before, queries), [integrationId, before, queries])
}

async function start(trial: Trial, integrationId: string, before: Ground["before"], queries: QueryClient) {
  if (useTrials.getState().pending) return
  const live = nanoid()
  const told = (failed: { trial: Trial; failure: unknown } | null) => ({
    ...useTrials.getState().failures,
    [trial.kind]: failed,
  })
  useTrials.setState({ pending: trial, live, failures: told(null) })
  const listening = listenToTest(live)
  try {
    await Promise.all([before(), listening])
    const definition = queries.getQueryData<Draft>(draftQuery(integrationId).queryKey)?.definition
    const body = bodyOf(trial, integrationId, definition)
    const run = await api.post<TestRun>(`/api/integrations/${integrationId}/test-${trial.kind}`, { ...body, live })
    keep(trial, { run, sent: sentIn(trial, body, definition), part: partOf(trial) }, integrationId, definition)
  } catch (failure) {
    useTrials.setState({ failures: told({ trial, failure }) })
  } finally {
    void listening.then((stop) => stop())
    useTrials.setState({ pending: null, live: null })
  }
}

function bodyOf(trial: Trial, integrationId: string, definition: Definition | undefined) {
  const request = asTestRequest(payloadOf(integrationId))
  const pins = usePins.getState().flows
  if (trial.kind === "endpoint") {
    const { runTarget, flowKey } = trial
    const path = pathFor(request.path ?? "", definition, flowKey)
    return {
      request: { ...request, ...(path && { path }) },
      runTarget,
      pins: pinsOfAll(definition, pins),
    }
  }
  const flow = definition && findFlow(definition, trial.flowKey)
  const sample = useSamples.getState().flows[keyOf(integrationId, trial.flowKey)]
  const given = pinsForFlow({
    flowKey: trial.flowKey,
    steps: allSteps(flow?.steps ?? []),
    pins,
    sample,
    part: trial.part,
  })
  return { flow: trial.flowKey, request, pins: given, ...trial.part }
}

/** Where flows have URLs of their own, the endpoint that is tested is the open flow's. */
function pathFor(path: string, definition: Definition | undefined, flowKey: string | null): string {
  const hasOwnUrl = (definition?.endpoint?.type ?? "flow") === "flow"
  return hasOwnUrl && flowKey !== null ? pathOfFlow(path, flowKey) : path
}

const partOf = (trial: Trial): Part | null => (trial.kind === "flow" && trial.part) || null

function sentIn(trial: Trial, body: ReturnType<typeof bodyOf>, definition: Definition | undefined): Sent {
  const { request, pins } = body
  if (trial.kind === "endpoint") return { kind: "endpoint", flow: null, request, pins, runTarget: trial.runTarget }
  const name = (definition && findFlow(definition, trial.flowKey)?.name) ?? trial.flowKey
  return { kind: "flow", flow: { key: trial.flowKey, name }, request, pins, runTarget: true }
}

function keep(trial: Trial, kept: KeptRun, integrationId: string, definition: Definition | undefined): void {
  const { run } = kept
  const { record } = useSamples.getState()
  const { keepFlowRun, keepEndpointRun } = useMemory.getState()
  const flowOf = (key: string) => (definition && findFlow(definition, key)) ?? null
  if (trial.kind === "flow") {
    keepFlowRun(integrationId, trial.flowKey, kept)
    const { part, flowKey } = trial
    // Of a step that ran alone the others only lent what is known of them already.
    const steps = (run.execution?.steps ?? []).filter((step) => !(part && "only" in part) || !step.pinned)
    if (run.execution)
      record(flowKey, steps, undefined, {
        integration: integrationId,
        flow: flowOf(flowKey),
        partial: part !== undefined,
      })
    return
  }
  keepEndpointRun(integrationId, kept)
  const preprocess = preprocessOf(run.stages)
  const preprocessFlow = definition?.endpoint?.preprocessFlow
  if (preprocess && preprocessFlow)
    record(preprocessFlow, preprocess.steps, undefined, { integration: integrationId, flow: flowOf(preprocessFlow) })
  const target = matchOf(run.stages)?.flow?.key
  if (target && run.execution)
    record(target, run.execution.steps, undefined, { integration: integrationId, flow: flowOf(target) })
}
