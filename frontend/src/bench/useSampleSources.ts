/** Where samples come from, and taking one: the steps' sample values and the bench's payload follow together. */
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import { line } from "../api/live"
import type { Execution, ExecutionDetail, InboundRequest, InboundRequestDetail, Page } from "../api/types"
import { useKeepUp } from "../api/useLive"
import { useSamples } from "../editor/samples"
import { tellProblem } from "../ui/Problem"
import { LIVE } from "../ui/paged"
import { useMemory } from "./memory"
import { momentOf } from "./moments"
import { asTestRequest, fromCaptured, type Payload } from "./payload"
import { triggerResults } from "./triggerResults"

const SHOWN = 10

const TOPIC = "requests"

/** The newest requests of an integration, and while `listening` those that come, too. */
export function useCaptured(integrationId: string, listening: boolean) {
  const list = useQuery({
    queryKey: ["/api/requests", { integration: integrationId }, "samples"],
    queryFn: () => api.get<Page<InboundRequest>>("/api/requests", { integration: integrationId, limit: SHOWN }),
    enabled: listening,
    staleTime: 0,
    // While nobody tells, it is asked for again and again.
    refetchInterval: () => (line.isLive(TOPIC) ? false : LIVE),
  })
  const live = useKeepUp(listening ? TOPIC : null, () => list.refetch())
  return { rows: list.data?.results, pending: list.isPending, live }
}

export function useEarlierRuns(integrationId: string, flowKey: string | null, enabled: boolean) {
  return useQuery({
    queryKey: ["/api/executions", { integration: integrationId, flow: flowKey }, "samples"],
    queryFn: () =>
      api.get<Page<Execution>>("/api/executions", { integration: integrationId, flow: flowKey, limit: SHOWN }),
    enabled: enabled && flowKey !== null,
    staleTime: 0,
  })
}

export function useTakeSample(integrationId: string, flowKey: string | null) {
  const setPayload = useMemory((memory) => memory.setPayload)
  const { capture, record } = useSamples.getState()

  const takePayload = (payload: Payload) => {
    setPayload(integrationId, payload)
    if (flowKey) capture(flowKey, triggerResults(asTestRequest(payload)), payload.source)
  }
  const takeRequest = (id: string) =>
    api
      .get<InboundRequestDetail>(`/api/requests/${id}`)
      .then((request) => takePayload(fromCaptured(request)))
      .catch(tellProblem)
  const takeExecution = (id: string) =>
    api
      .get<ExecutionDetail>(`/api/executions/${id}`)
      .then((run) => record(run.flowKey, run.steps, runInWords(run), { integration: integrationId, flow: run.flow }))
      .catch(tellProblem)
  return { takePayload, takeRequest, takeExecution }
}

export const runInWords = (run: Pick<Execution, "queuedAt" | "customer">): string =>
  `run of ${momentOf(run.queuedAt)}${run.customer ? ` for ${run.customer.name}` : ""}`
