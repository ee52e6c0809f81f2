/** Where a connection stands, in words; each is also a look of `StatusBadge`. */
import type { Connection } from "../api/types"

export const STATUS_WORDS: Record<Connection["status"], string> = {
  pending: "not connected",
  ok: "good",
  reconnect: "needs attention",
  expired: "expired",
  revoked: "revoked",
}

/** What came of asking the service: without a test request nobody knows. */
export const testWords = ({ name, service, testedAt }: Pick<Connection, "name" | "service" | "testedAt">): string =>
  testedAt
    ? `${service.name} takes ${name}.`
    : `${service.name} has no test URL, so it was not asked. Give it one under Services.`

/** "Shopline account", or "Shopline account 2" beside it. */
export function freeName(service: string, taken: readonly string[]): string {
  let number = 1
  const name = () => (number === 1 ? `${service} account` : `${service} account ${number}`)
  while (taken.includes(name())) number += 1
  return name()
}

/** What one would do with it: the first time, or once more. */
export const connectWord = ({ status }: Pick<Connection, "status">): string =>
  status === "pending" ? "Connect" : "Connect again"
