/** Where a connection stands, in words; each is also a look of `StatusBadge`. */
import type { Connection } from "../api/types"

export const STATUS_WORDS: Record<Connection["status"], string> = {
  pending: "not connected",
  ok: "good",
  reconnect: "needs attention",
  expired: "expired",
  revoked: "revoked",
}

/** What one would do with it: the first time, or once more. */
export const connectWord = ({ status }: Pick<Connection, "status">): string =>
  status === "pending" ? "Connect" : "Connect again"
