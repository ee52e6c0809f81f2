import type { ConnectorElement } from "../api/types"

export const KINDS: Record<ConnectorElement["kind"], { one: string; many: string }> = {
  operation: { one: "Operation", many: "Operations" },
  event: { one: "Event", many: "Events" },
  "global-webhook": { one: "Global webhook", many: "Global webhooks" },
  auth: { one: "Auth", many: "Auth" },
  collection: { one: "Data collection", many: "Data collections" },
}
export const ORDER: ConnectorElement["kind"][] = ["operation", "event", "global-webhook", "auth", "collection"]

export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
