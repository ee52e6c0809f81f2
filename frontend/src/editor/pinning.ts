import { keyOf, useSamples } from "./samples"

/** What is known of a step from a test, an execution or pasted JSON; an example is no result. */
export function resultsToPin(flowKey: string, stepId: string): { results: unknown } | null {
  const { flows, integration } = useSamples.getState()
  const sample = flows[keyOf(integration, flowKey)]
  const known = sample?.steps[stepId]
  if (!known || known.run?.status === "skipped" || known.run?.status === "failed") return null
  return { results: known.results }
}
