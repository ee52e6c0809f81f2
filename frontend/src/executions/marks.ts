/**
 * A run as the canvas draws it: how each step stands, how often each link was taken.
 *
 * Not here: when things happened (`timeline`).
 */
import type { ExecutionDetail, StepRun } from "../api/types"
import type { RunMark } from "../editor/store"
import { edgeId } from "../flow/canvas"
import { allSteps, type Flow, findStep, type Link, outletOf } from "../flow/definition"
import type { Standing } from "./timeline"

export type Tally = ExecutionDetail["tally"][number]

/** The outlet by which a step was left; null when it went nowhere. */
export function outletTaken({ status, outlet }: Pick<StepRun, "status" | "outlet">): string | null {
  if (status === "skipped" || (status === "failed" && !outlet)) return null
  return outlet || "out"
}

/** What the runs of each step came to. The server counts so too, where it lists only the beginning and the end of a long run. */
export function tallied(runs: readonly StepRun[]): Tally[] {
  const found = new Map<string, Tally>()
  for (const { stepId, status, outlet, durationUs } of runs) {
    const key = `${stepId} ${status} ${outlet}`
    const before = found.get(key)
    found.set(key, {
      stepId,
      status,
      outlet: outlet ?? "",
      count: (before?.count ?? 0) + 1,
      durationUs: (before?.durationUs ?? 0) + durationUs,
    })
  }
  return [...found.values()]
}

/** How often each link was taken, by the id of its edge; links that were not are left out. */
export function countLinks(flow: Flow, tally: readonly Tally[]): Record<string, number> {
  const left = new Map<string, number>()
  for (const { stepId, count, ...how } of tally) {
    const outlet = outletTaken(how as Pick<StepRun, "status" | "outlet">)
    if (outlet !== null) left.set(`${stepId} ${outlet}`, (left.get(`${stepId} ${outlet}`) ?? 0) + count)
  }
  const links: Link[] = [...flow.links, ...allSteps(flow.steps).flatMap((step) => step.links ?? [])]
  const counts: Record<string, number> = {}
  for (const link of links) {
    const count = left.get(`${link.from} ${outletOf(link)}`)
    if (count) counts[edgeId(link)] = count
  }
  return counts
}

/** Which of a step's ends says most about it. */
const WEIGHT = ["skipped", "succeeded", "ignored", "failed"]

export function marksFromTally(tally: readonly Tally[]): Record<string, RunMark> {
  const marks: Record<string, RunMark> = {}
  for (const { stepId, status, count, durationUs } of tally) {
    const before = marks[stepId]
    const heavier = !before || WEIGHT.indexOf(status) > WEIGHT.indexOf(before.status)
    const sum = (before?.durationUs ?? 0) + durationUs
    const total = (before?.count ?? 0) + count
    const known = before?.alike ?? before?.count ?? 0
    const alike = heavier ? count : status === before.status ? known + count : known
    marks[stepId] = {
      status: heavier ? status : before.status,
      count: total,
      ...(alike < total && { alike }),
      // Times of nothing (a trigger, a step that was skipped) are left out.
      ...(sum > 0 && { durationUs: sum }),
    }
  }
  return marks
}

/** "succeeded", "succeeded × 3", or "failed 1 of 3" where the turns of a loop ended differently. */
export function statusWords({ status, count = 1, alike, attempts = 1 }: RunMark): string {
  const often = alike !== undefined ? ` ${alike} of ${count}` : count > 1 ? ` × ${count}` : ""
  return `${status}${often}${attempts > 1 ? ` · ${attempts} tries` : ""}`
}

/** Marks while it goes on: what ended so far, and over it what runs or waits. */
export function marksAt(runs: readonly StepRun[], standings: ReadonlyMap<number, Standing>): Record<string, RunMark> {
  const marks = marksFromTally(tallied(runs.filter((_run, place) => standings.get(place) === "ended")))
  for (const [place, standing] of standings) {
    const id = runs[place]?.stepId
    if (id !== undefined && standing !== "ended") marks[id] = { status: standing, count: (marks[id]?.count ?? 0) + 1 }
  }
  return marks
}

/** Steps that sleep, or wait for their next try: they have no result yet, and yet the run stands at them. */
export function withWaits(
  marks: Record<string, RunMark>,
  waits: readonly { stepId: string }[],
): Record<string, RunMark> {
  const told = { ...marks }
  for (const { stepId } of waits) told[stepId] = { status: "waiting", count: (marks[stepId]?.count ?? 0) + 1 }
  return told
}

/**
 * What else is worth a word on the canvas: results that another execution gave, or a hand, and steps that took several tries.
 *
 * The turns of a loop that was kept stay in the execution that ran them; its inner steps were kept with it all the same.
 */
export function withOrigins(
  marks: Record<string, RunMark>,
  runs: readonly StepRun[],
  flow: Flow | null,
): Record<string, RunMark> {
  const told = { ...marks }
  for (const { stepId, keptFrom, pinned, attempt = 1 } of runs) {
    const mark = told[stepId]
    if (!mark || mark.status === "running" || mark.status === "waiting") continue
    if (keptFrom || pinned) {
      const status = pinned ? "pinned" : "kept"
      told[stepId] = { status }
      const inner = (flow && findStep(flow, stepId)?.steps) ?? []
      for (const { id } of allSteps(inner)) told[id] ??= { status }
    } else if (attempt > 1) told[stepId] = { ...mark, attempts: Math.max(mark.attempts ?? 1, attempt) }
  }
  return told
}
