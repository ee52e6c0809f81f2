/**
 * A run in the order in which things happened.
 *
 * For: its moments (a step starts, fails and waits, ends), how every step stood at each of them, and each step's stretches of
 * time. Pure, so that going back and forth is only another number. Times are microseconds since the run began.
 * Not here: which links were taken (`marks`), drawing.
 */
import type { StepRun } from "../api/types"

export type MomentKind = "start" | "retry" | "end"

export interface Moment {
  at: number
  kind: MomentKind
  /** Place of the step run among all of the run. */
  run: number
  /** Which try it was, from 1. */
  attempt: number
}

export interface Stretch {
  kind: "try" | "wait" | "last"
  from: number
  to: number
}

export interface Times {
  from: number
  to: number
  /** Its tries and the waits between them, the last try at the end. */
  stretches: Stretch[]
}

export interface Timeline {
  runs: readonly StepRun[]
  /** Undefined for what did not take place in this run: steps that were skipped, and results kept from another. */
  times: (Times | undefined)[]
  moments: Moment[]
  total: number
}

/** JavaScript reads milliseconds; what is finer stands behind them. */
function microseconds(time: string): number {
  const finer = /\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? ""
  return Date.parse(time) * 1000 + Number(finer.padEnd(3, "0"))
}

function ownStretches(run: StepRun, origin: number): Stretch[] {
  const stretches: Stretch[] = []
  const tries = [...(run.attempts ?? []), { startedAt: run.startedAt ?? null, durationUs: run.durationUs }]
  tries.forEach(({ startedAt, durationUs }, index) => {
    if (!startedAt) return
    const from = Math.max(0, microseconds(startedAt) - origin)
    const before = stretches.at(-1)
    if (before && from > before.to) stretches.push({ kind: "wait", from: before.to, to: from })
    stretches.push({ kind: index === tries.length - 1 ? "last" : "try", from, to: from + durationUs })
  })
  return stretches
}

export const happenedHere = (run: StepRun): boolean => run.status !== "skipped" && !run.keptFrom

/** `runs` stand in the order in which they ended. A loop has no times of its own: it lasts from its first turn to its end. */
export function timelineOf(runs: readonly StepRun[], startedAt: string | null): Timeline {
  const origin = startedAt ? microseconds(startedAt) : 0
  const begun = new Map<string, number>()
  let latest = 0
  const times = runs.map((run) => {
    if (!happenedHere(run)) return undefined
    const stretches = ownStretches(run, origin)
    const first = stretches[0]
    const from = first?.from ?? begun.get(run.path) ?? latest
    // Clocks of two threads may differ by a little; ends are recorded in order.
    const to = Math.max(stretches.at(-1)?.to ?? 0, first ? 0 : latest, from)
    latest = Math.max(latest, to)
    for (const loop of loopsAround(run.path)) begun.set(loop, Math.min(begun.get(loop) ?? from, from))
    return { from, to, stretches: first ? stretches : [{ kind: "last" as const, from, to }] }
  })
  return { runs, times, moments: momentsOf(runs, times), total: Math.max(latest, 1) }
}

/** `loop_1[2].loop_2[0].code_1` runs inside `loop_1` and `loop_1[2].loop_2`. */
function loopsAround(path: string): string[] {
  return [...path.matchAll(/\[\d+\]\./g)].map((match) => path.slice(0, match.index))
}

function momentsOf(runs: readonly StepRun[], times: readonly (Times | undefined)[]): Moment[] {
  const moments: Moment[] = []
  times.forEach((time, run) => {
    if (!time) return
    const tries = time.stretches.filter(({ kind }) => kind !== "wait")
    // What takes no time of its own, such as a trigger, only happens.
    if (runs[run]?.startedAt || time.to > time.from) moments.push({ at: time.from, kind: "start", run, attempt: 1 })
    tries.slice(0, -1).forEach(({ to }, index) => {
      moments.push({ at: to, kind: "retry", run, attempt: index + 1 })
      moments.push({ at: tries[index + 1]?.from ?? to, kind: "start", run, attempt: index + 2 })
    })
    moments.push({ at: time.to, kind: "end", run, attempt: tries.length })
  })
  const loops = new Map(runs.map(({ path }, run) => [run, loopsAround(path).length]))
  // A loop starts at the instant its first step does, and before it; an outer one before an inner.
  const instant = ({ at, kind, run }: Moment) =>
    at - (kind === "start" && !runs[run]?.startedAt ? 0.5 / (1 + (loops.get(run) ?? 0)) : 0)
  return moments.sort((a, b) => instant(a) - instant(b) || rank(a, b))
}

/** At one instant, as they ended; a step starts before it ends. */
function rank(a: Moment, b: Moment): number {
  if (a.run === b.run) return a.attempt - b.attempt || ORDER[a.kind] - ORDER[b.kind]
  return a.run - b.run
}

const ORDER: Record<MomentKind, number> = { start: 0, retry: 1, end: 2 }

export type Standing = "running" | "waiting" | "ended"

/** How each step run stands after the first `count` moments, by its place; those that have not begun are left out. */
export function standingsAt({ runs, times, moments }: Timeline, count: number): Map<number, Standing> {
  const standings = new Map<number, Standing>()
  const whole = count >= moments.length
  const at = moments[count - 1]?.at ?? 0
  runs.forEach((run, place) => {
    if (run.keptFrom || (run.status === "skipped" && (whole || skippedBy(times, place, at))))
      standings.set(place, "ended")
  })
  for (const { kind, run } of moments.slice(0, count)) {
    standings.set(run, kind === "start" ? "running" : kind === "retry" ? "waiting" : "ended")
  }
  return standings
}

/** A step is skipped when what came before it in the order of ends had ended. */
function skippedBy(times: readonly (Times | undefined)[], place: number, at: number): boolean {
  for (let before = place - 1; before >= 0; before--) {
    const time = times[before]
    if (time) return time.to <= at
  }
  return true
}

/** How many tries of a step run had failed by then, of those before its last. */
export function triesAt({ moments }: Timeline, count: number, run: number): number {
  return moments.slice(0, count).filter((moment) => moment.run === run && moment.kind === "retry").length
}

/** The number of moments after which a step run has ended. */
export function momentOfEnd({ moments }: Timeline, run: number): number {
  return moments.findIndex((moment) => moment.run === run && moment.kind === "end") + 1
}
