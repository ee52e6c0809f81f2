/** Where a problem of the draft is mended: the address that leads to its field. */
import { stopOf } from "../endpoint/stops"
import type { Problem } from "../flow/definition"
import { isOfWizard } from "../wizard/problems"

type Place = Pick<Problem, "flow" | "step" | "field" | "code">

/** The field as its control calls itself: the way from the endpoint, the flow or the step on. */
export const fieldThere = (field: string): string => field.replace(/^(endpoint|flows\[\d+\])\./, "")

export function addressOfProblem(integrationId: string, problem: Place): string {
  const start = `/integrations/${integrationId}`
  const field: Record<string, string> = problem.field === null ? {} : { field: fieldThere(problem.field) }
  const stop = problem.flow ? null : stopOf(problem as Problem)
  if (stop) return `${start}/endpoint?${new URLSearchParams({ stage: stop, ...field })}`
  if (isOfWizard(problem as Problem)) return `${start}/wizard?${new URLSearchParams({ at: problem.field ?? "" })}`
  if (!problem.flow) return `${start}/flows`
  const step: Record<string, string> = problem.step === null ? {} : { step: problem.step }
  const asked = new URLSearchParams({ ...step, ...field })
  return `${start}/flows/${encodeURIComponent(problem.flow)}${asked.size > 0 ? `?${asked}` : ""}`
}
