import { useEffect } from "react"
import type { StepRun } from "../api/types"
import { marksOfProgress } from "../live/progress"
import { useTestProgress } from "../live/testProgress"
import { useFlowSample } from "./samples"
import { type RunMark, useEditor } from "./store"

/** Shows on the canvas how each step goes in the test that runs, or went in the last one of the open flow. */
export function useRunMarks(shown: boolean): void {
  const flowKey = useEditor((state) => state.flowKey)
  const set = useEditor((state) => state.set)
  const sample = useFlowSample(flowKey)
  const progress = useTestProgress((test) => test.progress)
  useEffect(() => {
    const now = progress ? marksOfProgress(progress, flowKey) : {}
    const last = sample ? marksOf(sample.runs) : {}
    set({ runs: shown ? (Object.keys(now).length > 0 ? now : last) : {} })
  }, [shown, sample, progress, flowKey, set])
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
