/** Running tests, and keeping what they gave where pages look for it. */
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Draft, StepRun, TestRun } from "../api/types"
import { useSamples } from "../editor/samples"
import { findFlow } from "../flow/definition"
import { draftQuery } from "./draft"
import { useMemory } from "./memory"
import { asTestRequest, type Payload } from "./payload"
import { matchOf, preprocessOf } from "./stages"

interface TestsOf {
  integrationId: string
  /** Saves what is open, so that the test runs what is on the screen. */
  before: () => Promise<void>
}

/** Keeps what the steps gave, beside the flow as it was saved for the test. */
function useRecord(integrationId: string) {
  const queries = useQueryClient()
  const record = useSamples((samples) => samples.record)
  return (flowKey: string, steps: StepRun[]) => {
    const draft = queries.getQueryData<Draft>(draftQuery(integrationId).queryKey)
    const flow = draft ? (findFlow(draft.definition, flowKey) ?? null) : null
    record(flowKey, steps, undefined, { integration: integrationId, flow })
  }
}

export function useFlowTest({ integrationId, before }: TestsOf, flowKey: string | null) {
  const keep = useMemory((memory) => memory.keepFlowRun)
  const record = useRecord(integrationId)
  return useMutation({
    mutationFn: async (payload: Payload) => {
      await before()
      const request = asTestRequest(payload)
      return api.post<TestRun>(`/api/integrations/${integrationId}/test-flow`, { flow: flowKey, request })
    },
    onSuccess: (run) => {
      if (!flowKey) return
      keep(integrationId, flowKey, run)
      if (run.execution) record(flowKey, run.execution.steps)
    },
  })
}

export function useEndpointTest({ integrationId, before }: TestsOf, preprocessFlow: string | null) {
  const keep = useMemory((memory) => memory.keepEndpointRun)
  const record = useRecord(integrationId)
  return useMutation({
    mutationFn: async ({ payload, runTarget }: { payload: Payload; runTarget: boolean }) => {
      await before()
      const request = asTestRequest(payload)
      return api.post<TestRun>(`/api/integrations/${integrationId}/test-endpoint`, { request, runTarget })
    },
    onSuccess: (run) => {
      keep(integrationId, run)
      const preprocess = preprocessOf(run.stages)
      if (preprocess && preprocessFlow) record(preprocessFlow, preprocess.steps)
      const target = matchOf(run.stages)?.flow
      if (target && run.execution) record(target.key, run.execution.steps)
    },
  })
}
