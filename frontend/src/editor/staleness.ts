/** Whether what a step returned still fits the flow: the step, or one before it, may have been changed since. */
import { type Flow, findStep, type Step } from "../flow/definition"
import { sourcesFor } from "../flow/references"
import type { FlowSample } from "./samples"

export type Change = "step" | "earlier"

export function changedSince(flow: Flow, stepId: string, sample: FlowSample): Change | null {
  const step = findStep(flow, stepId)
  if (!step || isChanged(step, sample)) return "step"
  return sourcesFor(flow, stepId).some((source) => isChanged(source.step, sample)) ? "earlier" : null
}

/** Of what never ran, or where the step as it ran is not known, nothing can be said. */
function isChanged(step: Step, sample: FlowSample): boolean {
  const before = sample.steps[step.id]?.step
  return before ? meaningOf(before) !== meaningOf(step) : false
}

/** What a step does: its name, its notes and, of a loop, the steps in it are no part of that. */
function meaningOf({ component, inputs, onError, retry, disabled }: Step): string {
  return JSON.stringify([component, sorted(inputs ?? {}), onError ?? "fail", sorted(retry ?? null), disabled ?? false])
}

/** The server may give keys in another order than they were sent. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
