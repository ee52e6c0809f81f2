/** What a draft that has hardly begun needs next, in words; null once its problems are worth the name. */
import { type Definition, findFlow, type Problem } from "../flow/definition"

/** These only say that something has not been drawn yet. */
const BEGINNINGS = new Set(["flow_missing", "trigger_missing", "endpoint_target_missing"])

export function nextStep(definition: Definition, problems: readonly Problem[]): string | null {
  if (problems.length === 0 || !problems.every((problem) => isBeginning(definition, problem))) return null
  if (definition.flows.length === 0) return "Next: add a flow"
  const empty = definition.flows.find((flow) => flow.steps.length === 0)
  return `Next: add a trigger${definition.flows.length > 1 && empty ? ` to ${empty.name}` : ""}`
}

/** A flow with steps and no trigger is a mistake; one without steps is new. */
export function isBeginning(definition: Definition, { code, flow }: Problem): boolean {
  if (!BEGINNINGS.has(code)) return false
  return flow === null || findFlow(definition, flow)?.steps.length === 0
}
