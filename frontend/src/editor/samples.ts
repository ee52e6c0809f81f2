/**
 * What steps returned in the last test of this browser session, by flow.
 *
 * For: the result picker and the values under inputs. The test drawer records, the form reads. Nothing here is saved.
 */
import { create } from "zustand"
import type { StepRun } from "../api/types"

export interface FlowSample {
  /** Results by step id; of a step in a loop, those of its last turn. */
  steps: Record<string, StepRun>
  /** Every run of every step, as they happened. */
  runs: readonly StepRun[]
  /** Says where it comes from, such as "test run at 14:02". */
  source: string
}

interface Samples {
  flows: Record<string, FlowSample>
  record: (flowKey: string, steps: StepRun[], source?: string) => void
  forget: () => void
}

export const useSamples = create<Samples>((set) => ({
  flows: {},
  record: (flowKey, steps, source = `test run at ${timeOfDay()}`) =>
    set(({ flows }) => ({
      flows: {
        ...flows,
        [flowKey]: { steps: Object.fromEntries(steps.map((run) => [run.stepId, run])), runs: steps, source },
      },
    })),
  forget: () => set({ flows: {} }),
}))

const timeOfDay = () => new Date().toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })
