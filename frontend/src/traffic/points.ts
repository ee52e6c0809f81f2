/**
 * Points of ten seconds as the bars of a chart.
 *
 * For: gathering points so that a chart has about as many bars as one can tell apart, and rates for people. No React.
 */
import type { TrafficPoint } from "../api/types"

export const REQUEST_OUTCOMES = ["accepted", "duplicate", "unrouted", "refused", "limited"] as const
export const EXECUTION_ENDS = ["failed", "succeeded"] as const
export type Counted = (typeof REQUEST_OUTCOMES)[number] | (typeof EXECUTION_ENDS)[number]

export const WORDS: Record<Counted, string> = {
  accepted: "Accepted",
  duplicate: "Duplicate",
  unrouted: "Unrouted",
  refused: "Refused",
  limited: "Turned away (429)",
  succeeded: "Succeeded",
  failed: "Failed",
}

export interface Bar {
  at: string
  seconds: number
  counts: Record<Counted, number>
}

const MOST_BARS = 90

/** Neighbouring points are added up until no more than `MOST_BARS` are left. */
export function barsOf(points: readonly TrafficPoint[], span: number): Bar[] {
  const each = Math.max(1, Math.ceil(points.length / MOST_BARS))
  const bars: Bar[] = []
  for (let start = 0; start < points.length; start += each) {
    const group = points.slice(start, start + each)
    const first = group[0]
    if (!first) break
    const counts = Object.fromEntries(
      [...REQUEST_OUTCOMES, ...EXECUTION_ENDS].map((name) => [
        name,
        group.reduce((sum, point) => sum + point[name], 0),
      ]),
    ) as Record<Counted, number>
    bars.push({ at: first.at, seconds: span * group.length, counts })
  }
  return bars
}

export function sumOf(counts: Record<Counted, number>, names: readonly Counted[]): number {
  return names.reduce((sum, name) => sum + counts[name], 0)
}

/** Of the last half minute that is over; the span under way is not, and would always look like a drop. */
export function rateNow(points: readonly TrafficPoint[], span: number, names: readonly Counted[]): number {
  const over = points.slice(-4, -1)
  if (over.length === 0) return 0
  return over.reduce((sum, point) => sum + sumOf(point, names), 0) / (over.length * span)
}

/** "0", "0.3", "12", "1,240": as exact as one can read it. */
export function rateWords(perSecond: number): string {
  if (perSecond === 0) return "0"
  if (perSecond < 0.1) return "< 0.1"
  return perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en")
}

/** The first of 1, 2, 5, 10, 20, 50, ... that is at least `most`. */
export function roundUp(most: number): number {
  if (most <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power
}
