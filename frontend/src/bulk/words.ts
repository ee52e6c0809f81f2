/** What can be done to many executions, in words. */
import type { BulkAction, BulkCount } from "../api/types"

export type Action = BulkAction["action"]

export const TITLES: Record<Action, string> = {
  cancel: "Cancel executions",
  run_now: "Run executions now",
  retry: "Run executions again",
}

export const EXPLAINED: Record<Action, string> = {
  cancel: "Those that have not ended are stopped. What their current steps have begun outside cannot be taken back.",
  run_now: "Those that sleep or wait for another try go on at once.",
  retry:
    "Each becomes a new execution from the same trigger, and takes its customer's turn. What the first one did outside stays done.",
}

/** Why it can be done to none of them. */
export const NONE: Record<Action, string> = {
  cancel: "All of them have ended already.",
  run_now: "None of them sleeps or waits for another try.",
  retry: "None of them has ended yet.",
}

/** "Run 2 executions again". */
export const actionWords = (action: Action, count: BulkCount): string =>
  TITLES[action].replace("executions", countWords(count))

const DID: Record<Action, string> = { cancel: "cancelled", run_now: "set going", retry: "run again" }

export function countWords({ count, more }: BulkCount): string {
  const number = `${count.toLocaleString("en")}${more ? "+" : ""}`
  return `${number} ${count === 1 && !more ? "execution" : "executions"}`
}

export function progressWords(bulk: BulkAction): string {
  const verb = { cancel: "Cancelling", run_now: "Running now", retry: "Running again" }[bulk.action]
  const far = `${bulk.lookedAt.toLocaleString("en")} of ${bulk.expected.toLocaleString("en")}`
  if (bulk.status === "running") return `${verb}: ${far}`
  const ended = bulk.status === "stopped" ? "Stopped" : "Done"
  const did = `${bulk.did.toLocaleString("en")} of ${countWords({ count: bulk.expected, more: false })}`
  return `${ended}: ${did} ${DID[bulk.action]}`
}
