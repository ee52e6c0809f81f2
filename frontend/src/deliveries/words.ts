/** Deliveries in words for people. */
import type { Destination, EventAttempt, EventDelivery } from "../api/types"

const CODES: Record<string, string> = {
  ok: "Taken",
  remote_timeout: "No answer in time",
  remote_unreachable: "Could not be reached",
  remote_garbage: "Spoke no proper HTTP",
  address_blocked: "A private address",
  port_blocked: "Not a port of a web service",
  cut_off: "Cut off by a restart",
  endpoint_gone: "Gone for good (410)",
  retries_exhausted: "Given up after the last try",
  secret_unreadable: "Its signing key does not open",
}

/** What came of an attempt. */
export function outcomeOf({ code, statusCode }: Pick<EventAttempt, "code" | "statusCode">): string {
  if (code === "ok") return statusCode ? `Taken (${statusCode})` : "Taken"
  if (code.startsWith("http_")) return `Answered ${code.slice(5)}`
  return CODES[code] ?? code.replaceAll("_", " ")
}

const REASONS: Record<string, string> = {
  gone: "It answered 410: it is gone for good.",
  failing: "For five days not one event got through.",
  order_held: "It wants its events in order, and one could not be delivered. Enable it to go on behind that one.",
  by_hand: "Somebody paused it.",
}

export const reasonOf = (destination: Pick<Destination, "statusReason">): string =>
  REASONS[destination.statusReason] ?? ""

/** The badge of a destination: one that is active may still fail. */
export function stateOf(row: Pick<Destination, "status" | "failuresInRow" | "lastSuccessAt">): {
  status: string
  label: string
} {
  if (row.status === "disabled") return { status: "broken", label: "Disabled" }
  if (row.status === "paused") return { status: "paused", label: "Paused" }
  if (row.status === "closed") return { status: "cancelled", label: "Closed" }
  if (row.failuresInRow > 0) return { status: "needs attention", label: "Failing" }
  return row.lastSuccessAt ? { status: "good", label: "Good" } : { status: "not run", label: "Nothing sent yet" }
}

/** The badge of a delivery; `listening` says whether its destination takes any at all now. */
export function standOf(
  row: Pick<EventDelivery, "status" | "attempts" | "waitsInLine">,
  listening = true,
): { status: string; label: string } {
  switch (row.status) {
    case "succeeded":
      return { status: "succeeded", label: "Delivered" }
    case "failed":
      return { status: "failed", label: "Given up" }
    case "discarded":
      return { status: "cancelled", label: "Discarded" }
    case "sending":
      return { status: "running", label: "Being sent" }
    default:
      if (!listening) return { status: "held", label: "Held" }
      if (row.waitsInLine) return { status: "held", label: "In line" }
      return row.attempts ? { status: "waiting", label: "Retrying" } : { status: "queued", label: "On its way" }
  }
}

const UNITS: [number, string][] = [
  [3600, "h"],
  [60, "min"],
  [1, "s"],
]

/** A wait in seconds: 5 s, 30 min, 10 h. */
export function span(seconds: number): string {
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? [1, "s"]
  return `${Math.round((seconds / size) * 10) / 10} ${unit}`
}
