/**
 * What steps returned the last time somebody looked: in a test, in an earlier execution, in a request that was captured.
 *
 * For: the result picker, the values under inputs, the marks on the canvas. Each says where it comes from. Nothing here is
 * saved, nothing is sent; results that stand in for a step in tests are `pins`.
 */
import { create } from "zustand"
import type { StepRun } from "../api/types"
import type { Flow, Step } from "../flow/definition"
import { allSteps } from "../flow/definition"

export interface StepSample {
  results: unknown
  /** "test run at 14:05", "captured 14:02 from POST", "pasted at 14:03". */
  source: string
  /** How it went; null when the results were pasted. */
  run: StepRun | null
  /** The step as it was then, when that is known. */
  step: Step | null
}

export interface FlowSample {
  /** By step id; of a step in a loop, its first turn. */
  steps: Record<string, StepSample>
  /** What any trigger gave, when no step ran: a captured request. */
  trigger: { results: unknown; source: string } | null
  /** Every run of every step of the last test, as they happened. */
  runs: readonly StepRun[]
  source: string
}

interface Recorded {
  /** The integration whose flow it is; the open one unless given. */
  integration?: string
  /** The flow as it ran, so that steps changed since can be told. */
  flow?: Flow | null
  /** Only some steps ran: what is known of the others stays. */
  partial?: boolean
}

interface Samples {
  integration: string
  /** What is shown now, by `keyOf`. */
  flows: Record<string, FlowSample>
  /** The last test of each flow, which can be chosen again. */
  tests: Record<string, FlowSample>
  /** Another integration is open: its samples stay, those of others go. */
  enter: (integration: string) => void
  record: (flowKey: string, steps: readonly StepRun[], source?: string, more?: Recorded) => void
  /** A request as the trigger's results; no step has seen it yet. */
  capture: (flowKey: string, results: unknown, source: string) => void
  paste: (flowKey: string, stepId: string, results: unknown) => void
  /** null: the examples of the components. */
  choose: (flowKey: string, sample: FlowSample | null) => void
}

export const keyOf = (integration: string, flowKey: string): string => `${integration} ${flowKey}`

const EMPTY: FlowSample = { steps: {}, trigger: null, runs: [], source: "" }

export const useSamples = create<Samples>((set, get) => {
  const put = (key: string, sample: FlowSample) => set(({ flows }) => ({ flows: { ...flows, [key]: sample } }))
  const open = (flowKey: string) => keyOf(get().integration, flowKey)
  return {
    integration: "",
    flows: {},
    tests: {},
    enter: (integration) =>
      set(({ flows, tests }) => ({ integration, flows: only(integration, flows), tests: only(integration, tests) })),
    record: (flowKey, runs, source, more = {}) => {
      const key = keyOf(more.integration ?? get().integration, flowKey)
      const isTest = source === undefined
      const said = source ?? `test run at ${timeOfDay()}`
      const before = more.partial ? get().flows[key] : undefined
      const steps = { ...before?.steps, ...stepsOf(runs, said, more.flow ?? null) }
      const sample = { steps, trigger: before?.trigger ?? null, runs, source: said }
      put(key, sample)
      if (isTest) set(({ tests }) => ({ tests: { ...tests, [key]: sample } }))
    },
    capture: (flowKey, results, source) => put(open(flowKey), { ...EMPTY, trigger: { results, source }, source }),
    paste: (flowKey, stepId, results) => {
      const before = get().flows[open(flowKey)] ?? EMPTY
      const pasted: StepSample = { results, source: `pasted at ${timeOfDay()}`, run: null, step: null }
      put(open(flowKey), { ...before, steps: { ...before.steps, [stepId]: pasted } })
    },
    choose: (flowKey, sample) => {
      const { [open(flowKey)]: _before, ...others } = get().flows
      set({ flows: sample ? { ...others, [open(flowKey)]: sample } : others })
    },
  }
})

function stepsOf(runs: readonly StepRun[], source: string, flow: Flow | null): Record<string, StepSample> {
  const steps = new Map(allSteps(flow?.steps ?? []).map((step) => [step.id, step]))
  const found: Record<string, StepSample> = {}
  for (const run of runs) {
    // Turns of a loop fit together: its item and what its steps returned are those of the first.
    if (run.stepId in found) continue
    found[run.stepId] = { results: run.results, source, run, step: steps.get(run.stepId) ?? null }
  }
  return found
}

function only<T>(integration: string, kept: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => key.startsWith(`${integration} `)))
}

export const useFlowSample = (flowKey: string): FlowSample | undefined =>
  useSamples((state) => state.flows[keyOf(state.integration, flowKey)])

export const timeOfDay = (at: Date = new Date()): string =>
  at.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })
