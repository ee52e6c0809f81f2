/**
 * Turns of loops, as the paths of step runs name them.
 *
 * For: reading `loop_1[2].code_1`, finding a step's run in another turn, counting the turns there are.
 */
import type { StepRun } from "../api/types"

export interface TurnOf {
  /** Path of the loop itself: `loop_1`, `loop_1[2].loop_2`. */
  loop: string
  number: number
}

/** The loops around a step run, the outermost first. */
export function turnsOf(path: string): TurnOf[] {
  return [...path.matchAll(/\[(\d+)\]\./g)].map((match) => ({
    loop: path.slice(0, match.index),
    number: Number(match[1]),
  }))
}

/** The same step in another turn. Turns of loops inside that one begin at their first. */
export function inTurn(path: string, loop: string, number: number): string {
  const rest = path.slice(loop.length).replace(/^\[\d+\]/, "")
  return `${loop}[${number}]${rest.replace(/\[\d+\]/g, "[0]")}`
}

/** The turn a step run belongs to, `loop_1[2]`; null outside of loops. */
export function turnPath(path: string): string | null {
  const end = path.lastIndexOf("].")
  return end < 0 ? null : path.slice(0, end + 1)
}

/** How many turns a loop took: what it gave one result for each, or as many as were seen. */
export function countTurns(runs: readonly StepRun[], loop: string): number {
  const own = runs.find((run) => run.path === loop)
  if (own?.status === "succeeded" && Array.isArray(own.results)) return own.results.length
  let most = 0
  for (const { path } of runs) {
    if (!path.startsWith(`${loop}[`)) continue
    most = Math.max(most, Number.parseInt(path.slice(loop.length + 1), 10) + 1)
  }
  return most
}
