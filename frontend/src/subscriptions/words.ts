/** What the states of a subscription and of its endpoint are called. */
import type { Subscription } from "../api/types"

/** A look of `StatusBadge`, and the word beside it. */
export interface Told {
  status: string
  label: string
}

const STATES: Record<Subscription["state"], Told> = {
  creating: { status: "running", label: "creating" },
  creation_failed: { status: "failed", label: "creation failed" },
  active: { status: "good", label: "active" },
  deleted: { status: "cancelled", label: "deleted" },
}

const ENDPOINTS: Record<Subscription["endpointStatus"], Told> = {
  active: { status: "good", label: "delivering" },
  paused: { status: "paused", label: "paused" },
  disabled: { status: "broken", label: "switched off" },
  closed: { status: "cancelled", label: "closed" },
}

/** Why the product itself stopped delivering. */
const REASONS: Record<string, string> = {
  gone: "it answered 410, Gone",
  failing: "it failed for days",
  order_held: "an event could not be delivered, and those behind it must not overtake it",
}

export const stateOf = ({ state }: Pick<Subscription, "state">): Told => STATES[state]

export const endpointOf = ({ endpointStatus }: Pick<Subscription, "endpointStatus">): Told => ENDPOINTS[endpointStatus]

export const reasonOf = ({ endpointStatusReason }: Pick<Subscription, "endpointStatusReason">): string =>
  REASONS[endpointStatusReason] ?? ""

/** Where events go, as far as it tells endpoints apart in a list. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}
