/** Which results a test is given instead of running the steps: those that are pinned and, for a step alone, what is known. */
import { type Pin, pinnedResults } from "../editor/pins"
import type { FlowSample } from "../editor/samples"
import { allSteps, type Definition, type Step } from "../flow/definition"

/** A part of a flow: up to a step, or a step alone. */
export type Part = { upTo: string } | { only: string }

export const stepOfPart = (part: Part): string => ("upTo" in part ? part.upTo : part.only)

export const partInWords = (part: Part): string => ("upTo" in part ? `run to ${part.upTo}` : `${part.only} alone`)

interface Given {
  flowKey: string
  steps: readonly Step[]
  pins: Record<string, Record<string, Pin>>
  sample: FlowSample | undefined
  part: Part | undefined
}

export function pinsForFlow({ flowKey, steps, pins, sample, part }: Given): Record<string, unknown> {
  const pinned = pinnedResults(pins, flowKey, steps)
  if (!part) return pinned
  // What is asked for runs, pinned or not: that is why it was asked for.
  const { [stepOfPart(part)]: _asked, ...others } = pinned
  if ("upTo" in part) return others
  const known = Object.entries(sample?.steps ?? {}).filter(
    ([id, { run }]) =>
      id !== part.only && steps.some((step) => step.id === id) && run?.status !== "skipped" && run?.status !== "failed",
  )
  return { ...Object.fromEntries(known.map(([id, { results }]) => [id, results])), ...others }
}

/** By key of the flow, as a test of the whole endpoint takes them. */
export function pinsOfAll(
  definition: Definition | undefined,
  pins: Given["pins"],
): Record<string, Record<string, unknown>> {
  const flows = (definition?.flows ?? []).map(
    (flow) => [flow.key, pinnedResults(pins, flow.key, allSteps(flow.steps))] as const,
  )
  return Object.fromEntries(flows.filter(([, given]) => Object.keys(given).length > 0))
}
