/** A lane in words, and where its executions are listed. */
import type { Lane } from "../api/types"

/** The server counts no further. */
export const MOST_COUNTED = 10_000

export function policyWords({ policy }: Lane): string {
  const words = []
  if (policy.atOnce) words.push(`${policy.atOnce} at once`)
  if (policy.starts)
    words.push(`${policy.starts} in ${policy.perSeconds === 1 ? "a second" : `${policy.perSeconds} s`}`)
  if (policy.orderedBy) words.push(`in order by ${policy.orderedBy.replace(/^trigger\.results\./, "")}`)
  return words.join(", ")
}

/** "Orders of Acme": what a button of the row is about. */
export const nameOf = (lane: Lane): string => `${lane.flowName} of ${lane.customer.name}`

export function executionsOf(lane: Lane, status: string): string {
  const query = new URLSearchParams({
    status,
    integration: lane.integration.id,
    flow: lane.flowKey,
    customer: lane.customer.id,
  })
  return `/executions?${query}`
}
