/** How what instances listen for is called on the page. */
import type { Listening } from "./types"

export const KINDS: Record<Listening["kind"], string> = {
  webhook: "Hook of its own",
  "global-webhook": "Global webhook",
  polling: "Polled",
  unknown: "Not asked yet",
}

export const HOOK_WORDS: Record<string, string> = {
  intended: "Being registered",
  unknown: "Not known whether it stands",
  registered: "Registered",
  removing: "Being removed",
  removed: "Removed",
  absent: "Never was registered",
  lost: "Deleted at the service",
  superseded: "Replaced by another",
  forgotten: "Given up",
}

/** The badge of a subscription, and the word on it. */
export function standing(row: Pick<Listening, "status" | "wanted">): { badge: string; label: string } {
  if (row.status === "failing") return { badge: "needs attention", label: row.wanted ? "Failing" : "Cannot be removed" }
  if (!row.wanted) return { badge: "paused", label: row.status === "off" ? "Off" : "Being removed" }
  return row.status === "on" ? { badge: "good", label: "Listening" } : { badge: "waiting", label: "Being set up" }
}
