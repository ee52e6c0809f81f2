/** Where a connection stands, in words; each is also a look of `StatusBadge`. */
import type { Connection } from "../api/types"

export const STATUS_WORDS: Record<Connection["status"], string> = {
  pending: "not connected",
  ok: "good",
  reconnect: "needs attention",
  expired: "expired",
  revoked: "revoked",
}
