/** A what-if in words. */
import type { WhatIf, WhatIfChange, WhatIfCounts, WhatIfCustomer } from "../../api/types"

interface Column {
  key: keyof WhatIfCounts
  title: string
  tone?: "bad" | "good" | "warn"
  /** Shown though it is nobody's. */
  always?: boolean
}

export const COLUMNS: readonly Column[] = [
  { key: "unchanged", title: "Same", always: true },
  { key: "changed", title: "Different", tone: "warn", always: true },
  { key: "nowFails", title: "Now fail", tone: "bad", always: true },
  { key: "nowSucceeds", title: "Now succeed", tone: "good" },
  { key: "notTold", title: "Not told" },
]

export const nameOf = ({ customer }: WhatIfCustomer): string => customer?.name ?? "Nobody’s: not routed"

/** "Of 20 requests, 17 come out the same, 2 differently and 1 now fails." */
export function summary({ requests, leftOut, customers }: WhatIf): string {
  if (requests === 0)
    return leftOut > 0 ? "There was no time for any request. Try again." : "No real request has come yet to try it on."
  const sum = (key: keyof WhatIfCounts) => customers.reduce((all, { counts }) => all + counts[key], 0)
  const of = requests === 1 ? "The only request" : `Of ${requests} requests,`
  const verb = (count: number, one: string, many: string) => (count === 1 ? one : many)
  const counted = (key: keyof WhatIfCounts, one: string, many: string) => {
    const count = sum(key)
    if (count === 0) return []
    return [requests === 1 ? one : `${count} ${verb(count, one, many)}`]
  }
  const parts = [
    ...counted("unchanged", "comes out the same", "come out the same"),
    ...counted("changed", "comes out differently", "come out differently"),
    ...counted("nowFails", "now fails", "now fail"),
    ...counted("nowSucceeds", "now succeeds", "now succeed"),
    ...counted("notTold", "cannot be told", "cannot be told"),
  ]
  const last = parts.length > 1 ? ` and ${parts.pop()}` : ""
  const late = leftOut > 0 ? ` There was no time for ${leftOut} more.` : ""
  return `${of} ${parts.join(", ")}${last}.${late}`
}

export const more = (count: number): string => (count === 1 ? "and 1 more place" : `and ${count} more places`)

const OF_STEP: Record<NonNullable<WhatIfChange["kind"]>, string> = {
  runs_now: "runs now, and did not then",
  runs_no_longer: "does not run any more",
  fails_now: "now fails",
  fails_no_longer: "does not fail any more",
  sends_other: "would send something else",
  other_results: "returns something else",
}
const OF_WHOLE = {
  route: "It goes somewhere else",
  answer: "The sender is answered something else",
  result: "The result is another",
}

export function changeWords({ about, stepId, kind }: WhatIfChange): string {
  if (about === "step") return `${stepId} ${kind ? OF_STEP[kind] : "is different"}`
  return OF_WHOLE[about]
}
