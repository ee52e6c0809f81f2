/**
 * How a run stands, from what the live line told of it.
 *
 * For: one mark for each step of each flow, and the latest step runs with their log lines. Pure, and small however long the run.
 * Not here: what steps were given and gave; the server tells that when the run is over.
 */
import type { LiveEvent, StepStatus } from "../api/live"
import type { RunMark } from "../editor/store"
import { marksFromTally } from "../executions/marks"

export interface StepUnderWay {
  flow: string
  stepId: string
  path: string
  status: "running" | "waiting" | StepStatus
  /** Which try it is, from 1. */
  attempt: number
  durationUs: number
  /** Of a step that waits: how long until it is tried again. */
  seconds: number
  outlet: string
  error: { code: string; message: string } | null
  logs: { level: string; message: string }[]
}

/** What the ends of a step came to that were alike. */
export interface Ends {
  stepId: string
  status: StepStatus
  outlet: string
  count: number
  durationUs: number
}

interface Count {
  flow: string
  stepId: string
  underWay: ReadonlyMap<string, "running" | "waiting">
  /** By status and outlet. */
  ends: ReadonlyMap<string, Ends>
}

export interface Progress {
  /** By flow and step. */
  counts: ReadonlyMap<string, Count>
  /** The latest by flow and path, in the order in which they started. */
  recent: ReadonlyMap<string, StepUnderWay>
  /** How many steps have ended. */
  ended: number
  /** More happened than was told: what is known of single steps may be old. */
  gap: boolean
}

export const MOST_RECENT = 200
const MOST_LINES = 50
export const NOTHING: Progress = { counts: new Map(), recent: new Map(), ended: 0, gap: false }

/** `events` in the order in which they were told. What was handed out before does not change. */
export function withTold(before: Progress, events: readonly LiveEvent[]): Progress {
  const after = { ...before, counts: new Map(before.counts), recent: new Map(before.recent) }
  for (const event of events) take(after, event)
  return after
}

interface Taking extends Progress {
  counts: Map<string, Count>
  recent: Map<string, StepUnderWay>
}

function take(to: Taking, event: LiveEvent): void {
  switch (event.event) {
    case "step.started":
      stand(to, event, "running")
      note(to, event, { status: "running", attempt: event.attempt, error: null })
      break
    case "step.waiting":
      stand(to, event, "waiting")
      note(to, event, { status: "waiting", attempt: event.attempt, seconds: event.seconds })
      break
    case "step.log": {
      const logs = to.recent.get(keyOf(event.flow, event.path))?.logs ?? []
      note(to, event, { logs: [...logs, { level: event.level, message: event.message }].slice(-MOST_LINES) })
      break
    }
    case "step.ended": {
      end(to, event)
      const { status, attempt, durationUs, outlet, error } = event
      note(to, event, { status, attempt, durationUs, outlet, error })
      to.ended += 1
      break
    }
    case "again":
      to.counts.clear()
      to.recent.clear()
      to.ended = event.leftOut
      to.gap = event.leftOut > 0
      break
    case "missed":
      lose(to)
      break
    case "subscribed":
      // Again, after a break: nobody told what happened meanwhile.
      if (to.counts.size > 0) lose(to)
      break
  }
}

const keyOf = (flow: string, place: string): string => `${flow} ${place}`

interface Place {
  flow: string
  stepId: string
  path: string
}

function countOf(to: Taking, { flow, stepId }: Pick<Place, "flow" | "stepId">): Count {
  const fresh: Count = { flow, stepId, underWay: new Map(), ends: new Map() }
  return to.counts.get(keyOf(flow, stepId)) ?? fresh
}

function stand(to: Taking, place: Place, how: "running" | "waiting"): void {
  const loops = loopsAround(place.path)
  for (const { stepId, path } of [...loops, place]) {
    const known = countOf(to, { flow: place.flow, stepId })
    const standing = path === place.path ? how : "running"
    if (known.underWay.get(path) === standing) continue
    const underWay = new Map(known.underWay).set(path, standing)
    to.counts.set(keyOf(place.flow, stepId), { ...known, underWay })
  }
}

function end(to: Taking, place: Place & Pick<Ends, "status" | "outlet" | "durationUs">): void {
  const { stepId, status, outlet, durationUs } = place
  const known = countOf(to, place)
  const underWay = new Map(known.underWay)
  underWay.delete(place.path)
  const alike = known.ends.get(`${status} ${outlet}`)
  const count = (alike?.count ?? 0) + 1
  const ends = new Map(known.ends).set(`${status} ${outlet}`, {
    ...{ stepId, status, outlet, count },
    durationUs: (alike?.durationUs ?? 0) + durationUs,
  })
  to.counts.set(keyOf(place.flow, stepId), { ...known, underWay, ends })
}

/** A loop says nothing when it starts; its steps' paths tell: `loop_1[2].code_1` runs inside `loop_1`. */
function loopsAround(path: string): { stepId: string; path: string }[] {
  return [...path.matchAll(/\[\d+\]\./g)].map((turn) => {
    const loop = path.slice(0, turn.index)
    return { stepId: loop.slice(loop.lastIndexOf(".") + 1), path: loop }
  })
}

function note(to: Taking, place: Place, change: Partial<StepUnderWay>): void {
  const key = keyOf(place.flow, place.path)
  const known = to.recent.get(key)
  const { flow, stepId, path } = place
  const fresh = { flow, stepId, path, status: "running" as const, attempt: 1, durationUs: 0, seconds: 0, outlet: "" }
  to.recent.set(key, { ...(known ?? { ...fresh, error: null, logs: [] }), ...change })
  if (!known && to.recent.size > MOST_RECENT) to.recent.delete(to.recent.keys().next().value as string)
}

/** What runs may have ended since: it is not shown as running any more. */
function lose(to: Taking): void {
  to.gap = true
  for (const [key, count] of to.counts) {
    if (count.underWay.size > 0) to.counts.set(key, { ...count, underWay: new Map() })
  }
  for (const [key, step] of to.recent) {
    if (step.status === "running" || step.status === "waiting") to.recent.delete(key)
  }
}

/** What the steps of this flow came to so far. */
export function endsOfProgress({ counts }: Progress, flow: string): Ends[] {
  return [...counts.values()].filter((count) => count.flow === flow).flatMap(({ ends }) => [...ends.values()])
}

/** How each step of this flow stands that is under way. */
export function underWayOf({ counts }: Progress, flow: string): Record<string, RunMark> {
  const marks: Record<string, RunMark> = {}
  for (const { flow: whose, stepId, underWay, ends } of counts.values()) {
    if (whose !== flow || underWay.size === 0) continue
    const status = [...underWay.values()].includes("running") ? "running" : "waiting"
    marks[stepId] = { status, count: sum(ends) + underWay.size }
  }
  return marks
}

/** For the canvas: how each step of this flow stands. What is under way stands over what ended. */
export function marksOfProgress(progress: Progress, flow: string): Record<string, RunMark> {
  const marks: Record<string, RunMark> = {}
  for (const { flow: whose, ends } of progress.counts.values()) {
    if (whose === flow) Object.assign(marks, marksFromTally([...ends.values()]))
  }
  return { ...marks, ...underWayOf(progress, flow) }
}

const sum = (ends: ReadonlyMap<string, Ends>): number =>
  [...ends.values()].reduce((total, { count }) => total + count, 0)
