/**
 * The stretches of time of each step, a lane for each.
 *
 * For: bars of the time axis, in hundredths of the whole. Bars too fine to be told apart become one, so that a loop of a
 * thousand turns draws as fast as one of ten.
 */
import type { StepRun } from "../api/types"
import { allSteps, type Flow, parentOf } from "../flow/definition"
import type { Stretch, Timeline } from "./timeline"

export type BarKind = "succeeded" | "failed" | "ignored" | "try" | "wait"

export interface Bar {
  kind: BarKind
  /** Per cent of the whole. */
  left: number
  width: number
  /** The step run it shows; of several that became one, the last. */
  run: number
}

export interface Lane {
  stepId: string
  /** Inside how many loops. */
  depth: number
  /** Places of its runs. */
  runs: number[]
  bars: Bar[]
  from?: number
  to?: number
}

const FINEST = 0.25 // per cent

export function lanesOf({ runs, times, total }: Timeline, flow: Flow | null): Lane[] {
  const byStep = new Map<string, number[]>()
  runs.forEach(({ stepId }, place) => {
    byStep.set(stepId, [...(byStep.get(stepId) ?? []), place])
  })
  return orderOf(runs, flow).map(({ stepId, depth }) => {
    const places = byStep.get(stepId) ?? []
    const lane: Lane = { stepId, depth, runs: places, bars: [] }
    for (const place of places) {
      const time = times[place]
      if (!time) continue
      lane.from = Math.min(lane.from ?? time.from, time.from)
      lane.to = Math.max(lane.to ?? 0, time.to)
      for (const stretch of time.stretches) draw(lane.bars, barOf(stretch, runs[place] as StepRun, place, total))
    }
    return lane
  })
}

/** In the order of the flow, steps of a loop below it; without the flow, as they first ended. */
function orderOf(runs: readonly StepRun[], flow: Flow | null): { stepId: string; depth: number }[] {
  const inFlow = flow ? allSteps(flow.steps).map(({ id }) => ({ stepId: id, depth: depthOf(flow, id) })) : []
  const known = new Set(inFlow.map(({ stepId }) => stepId))
  const others = [...new Set(runs.map(({ stepId }) => stepId))].filter((id) => !known.has(id))
  return [...inFlow, ...others.map((stepId) => ({ stepId, depth: 0 }))]
}

function depthOf(flow: Flow, id: string): number {
  const parent = parentOf(flow, id)
  return parent ? 1 + depthOf(flow, parent.id) : 0
}

function barOf({ kind, from, to }: Stretch, { status }: StepRun, run: number, total: number): Bar {
  const shown =
    kind === "last" ? ((status === "failed" || status === "ignored" ? status : "succeeded") as BarKind) : kind
  return { kind: shown, left: (from / total) * 100, width: ((to - from) / total) * 100, run }
}

function draw(bars: Bar[], bar: Bar): void {
  const before = bars.at(-1)
  const fine = bar.width < FINEST && before !== undefined && before.kind === bar.kind && before.width < FINEST * 8
  if (fine && bar.left - (before.left + before.width) < FINEST) {
    before.width = bar.left + bar.width - before.left
    before.run = bar.run
  } else bars.push(bar)
}
