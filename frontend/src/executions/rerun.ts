/**
 * Re-running from a step, as far as it can be said without the server.
 *
 * For: where one can start, what of the input was edited, and the words for it. What is refused is the server's to say.
 */
import type { Execution, ExecutionDetail, StepRun } from "../api/types"
import { hasEnded } from "./timing"

/** Ids of the steps at the top level that ran and are no trigger, in the order in which they ended. */
export function startableSteps(execution: ExecutionDetail): string[] {
  if (!hasEnded(execution) || execution.status === "duplicate") return []
  const ran = (run: StepRun) => !run.path.includes("[") && (run.status !== "skipped" || run.error !== null)
  const fired = execution.steps.find(({ path }) => execution.trigger !== null && path === execution.triggerStep)
  return execution.steps.filter((run) => ran(run) && run !== fired).map(({ stepId }) => stepId)
}

/** The loop that holds a step, when it is inside one: a re-run starts at the loop. */
export function startFor(path: string | null, startable: readonly string[]): string | null {
  if (!path) return startable[0] ?? null
  const top = path.split("[")[0] ?? path
  return startable.includes(top) ? top : (startable[0] ?? null)
}

/** The inputs that differ from what the step would be given, by name. What was taken out is null. Throws what is no object. */
export function editedInputs(before: Record<string, unknown>, text: string): Record<string, unknown> {
  const after: unknown = JSON.parse(text)
  if (typeof after !== "object" || after === null || Array.isArray(after)) {
    throw new SyntaxError("The input of a step is an object, one entry for each of its inputs.")
  }
  const edited: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(after)) {
    if (JSON.stringify(value) !== JSON.stringify(before[name])) edited[name] = value
  }
  for (const name of Object.keys(before)) if (!(name in after)) edited[name] = null
  return edited
}

/** " from code_1, body edited, by ada@example.com"; empty for a run of the whole. */
export function rerunWords({ rerun }: Pick<Execution, "rerun">): string {
  if (!rerun) return ""
  const changed = [
    ...rerun.edited,
    ...rerun.pinned.map((step) => (step === "trigger" ? "payload" : `results of ${step}`)),
  ]
  const how = changed.length > 0 ? `, ${changed.join(", ")} edited` : ""
  return ` from ${rerun.from}${how}, by ${rerun.by}`
}
