/**
 * Where somebody stands in a run that they look at: which moment, which step run.
 *
 * The step that was chosen is named in the address, so that a look at it can be shared. The moment is not: it begins at the
 * end, and follows the end of a run that goes on until somebody steps back. Going through moments leaves the address alone,
 * since browsers refuse to change it hundreds of times.
 */
import { useCallback, useMemo, useState } from "react"
import { useSearchParams } from "react-router"
import type { ExecutionDetail } from "../api/types"
import { type Moment, momentOfEnd, type Standing, standingsAt, type Timeline, timelineOf } from "./timeline"

export interface Inspection {
  timeline: Timeline
  /** How many moments have passed, and the last of them. */
  passed: number
  moment: Moment | undefined
  atEnd: boolean
  standings: ReadonlyMap<number, Standing>
  /** Path of the step run that is looked at. */
  path: string | null
  goTo: (passed: number) => void
  look: (path: string | null) => void
  /** At the run of a step that began last. */
  lookAtStep: (stepId: string | null) => void
  /** At a run when it had ended. */
  goToEndOf: (run: number) => void
}

export function useInspection(execution: ExecutionDetail): Inspection {
  const { steps, startedAt, error } = execution
  const timeline = useMemo(() => timelineOf(steps, startedAt), [steps, startedAt])
  const [chosen, setChosen] = useState<number | null>(null)
  const [params, setParams] = useSearchParams()
  const last = timeline.moments.length
  const passed = Math.min(chosen ?? last, last)
  const standings = useMemo(() => standingsAt(timeline, passed), [timeline, passed])
  // Nothing in the address: where it failed. An empty one: nothing, on purpose.
  const named = params.get("step")
  const asked = named === null ? (error?.path ?? error?.stepId ?? null) : named || null
  const [passing, setPassing] = useState<string | null>(null)
  const path = passing ?? asked

  const look = useCallback(
    (path: string | null) => {
      setPassing(null)
      setParams(
        (old) => {
          const next = new URLSearchParams(old)
          next.set("step", path ?? "")
          return next
        },
        { replace: true },
      )
    },
    [setParams],
  )
  const goTo = useCallback(
    (to: number) => {
      const next = Math.max(0, Math.min(to, timeline.moments.length))
      setChosen(next === timeline.moments.length ? null : next)
      const moment = timeline.moments[next - 1]
      if (moment) setPassing(timeline.runs[moment.run]?.path ?? null)
    },
    [timeline],
  )
  const lookAtStep = useCallback(
    (stepId: string | null) => {
      const begun = steps.filter((run, place) => run.stepId === stepId && standings.has(place))
      look(stepId === null ? null : ((begun.find(({ status }) => status === "failed") ?? begun.at(-1))?.path ?? stepId))
    },
    [steps, standings, look],
  )
  const goToEndOf = useCallback((run: number) => goTo(momentOfEnd(timeline, run)), [goTo, timeline])
  return {
    timeline,
    passed,
    moment: timeline.moments[passed - 1],
    atEnd: passed === last,
    standings,
    path,
    goTo,
    look,
    lookAtStep,
    goToEndOf,
  }
}
