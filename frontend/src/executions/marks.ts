/**
 * A run as the canvas draws it: which links it took.
 *
 * For: telling taken links from dead ones. How each step went is `marksOf` of the editor.
 */
import type { StepRun } from "../api/types"
import { edgeId } from "../flow/canvas"
import { allSteps, type Flow, type Link, outletOf } from "../flow/definition"

/** The outlet a step left by; null when it went nowhere. A step of a loop counts for all its turns. */
function outletsTaken(runs: readonly StepRun[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>()
  for (const run of runs) {
    if (run.status === "skipped" || (run.status === "failed" && !run.outlet)) continue
    const outlets = taken.get(run.stepId) ?? new Set()
    taken.set(run.stepId, outlets.add(run.outlet || "out"))
  }
  return taken
}

/** Ids of the edges that the run went along. */
export function takenEdges(flow: Flow, runs: readonly StepRun[]): Set<string> {
  const outlets = outletsTaken(runs)
  const links: Link[] = [...flow.links, ...allSteps(flow.steps).flatMap((step) => step.links ?? [])]
  return new Set(links.filter((link) => outlets.get(link.from)?.has(outletOf(link))).map(edgeId))
}
