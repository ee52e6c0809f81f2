import { useEffect } from "react"
import type { StepRun } from "../api/types"
import { useFlowSample } from "./samples"
import { type RunMark, useEditor } from "./store"

/** Shows on the canvas how each step went in the last test of the open flow, while the bench is open. */
export function useRunMarks(shown: boolean): void {
  const flowKey = useEditor((state) => state.flowKey)
  const set = useEditor((state) => state.set)
  const sample = useFlowSample(flowKey)
  useEffect(() => {
    set({ runs: shown && sample ? marksOf(sample.runs) : {} })
  }, [shown, sample, set])
}

/** One mark for each step. Of a step that ran several times: the last status, and how often. */
export function marksOf(runs: readonly StepRun[]): Record<string, RunMark> {
  const marks: Record<string, RunMark> = {}
  for (const run of runs) {
    const before = marks[run.stepId]
    marks[run.stepId] = {
      status: before?.status === "failed" ? "failed" : run.status,
      durationUs: (before?.durationUs ?? 0) + run.durationUs,
      count: (before?.count ?? 0) + 1,
    }
  }
  return marks
}
