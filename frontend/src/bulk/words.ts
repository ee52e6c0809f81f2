/** What can be done to many executions or requests, in words. */
import type { BulkAction, BulkCount } from "../api/types"

export type Action = BulkAction["action"]

export const TITLES: Record<Action, string> = {
  cancel: "Cancel executions",
  run_now: "Run executions now",
  retry: "Run executions again",
  replay: "Replay requests",
  dismiss: "Dismiss requests",
}

export const EXPLAINED: Record<Action, string> = {
  cancel: "Those that have not ended are stopped. What their current steps have begun outside cannot be taken back.",
  run_now: "Those that sleep or wait for another try go on at once.",
  replay:
    "Each walks its road again as things stand now, once: those that were replayed or dismissed before are left out. What finds no way again waits in the inbox.",
  dismiss: "They leave the inbox and stay in the list of requests. Each can still be replayed by itself.",
  retry:
    "Each becomes a new execution from the same trigger, and takes its customer's turn. What the first one did outside stays done.",
}

/** Why it can be done to none of them. */
export const NONE: Record<Action, string> = {
  cancel: "All of them have ended already.",
  run_now: "None of them sleeps or waits for another try.",
  retry: "None of them has ended yet.",
  replay: "None of them waits any more, or they were replayed before.",
  dismiss: "None of them waits in the inbox.",
}

/** "Run 2 executions again". */
export const actionWords = (action: Action, count: BulkCount): string =>
  TITLES[action].replace(nounOf(action), countWords(count, action))

/** What it is done to. */
export const nounOf = (action: Action): "executions" | "requests" =>
  action === "replay" || action === "dismiss" ? "requests" : "executions"

const DID: Record<Action, string> = {
  cancel: "cancelled",
  run_now: "set going",
  retry: "run again",
  replay: "found their way",
  dismiss: "dismissed",
}

const DOING: Record<Action, string> = {
  cancel: "Cancelling",
  run_now: "Running now",
  retry: "Running again",
  replay: "Replaying",
  dismiss: "Dismissing",
}

export function countWords({ count, more }: BulkCount, action: Action): string {
  const number = `${count.toLocaleString("en")}${more ? "+" : ""}`
  const noun = nounOf(action)
  return `${number} ${count === 1 && !more ? noun.slice(0, -1) : noun}`
}

export function progressWords(bulk: BulkAction): string {
  const far = `${bulk.lookedAt.toLocaleString("en")} of ${bulk.expected.toLocaleString("en")}`
  if (bulk.status === "running") return `${DOING[bulk.action]}: ${far}`
  const ended = bulk.status === "stopped" ? "Stopped" : "Done"
  const did = `${bulk.did.toLocaleString("en")} of ${countWords({ count: bulk.expected, more: false }, bulk.action)}`
  return `${ended}: ${did} ${DID[bulk.action]}`
}
