import { useEffect } from "react"
import { marksFromTally, tallied } from "../executions/marks"
import { marksOfProgress } from "../live/progress"
import { useTestProgress } from "../live/testProgress"
import { useFlowSample } from "./samples"
import { useEditor } from "./store"

/** Shows on the canvas how each step goes in the test that runs, or went in the last one of the open flow. */
export function useRunMarks(shown: boolean): void {
  const flowKey = useEditor((state) => state.flowKey)
  const set = useEditor((state) => state.set)
  const sample = useFlowSample(flowKey)
  const progress = useTestProgress((test) => test.progress)
  useEffect(() => {
    const now = progress ? marksOfProgress(progress, flowKey) : {}
    const last = sample ? marksFromTally(tallied(sample.runs)) : {}
    set({ runs: shown ? (Object.keys(now).length > 0 ? now : last) : {} })
  }, [shown, sample, progress, flowKey, set])
}
