/** Where a connection stands, in words; each is also a look of `StatusBadge`. */
import type { Connection } from "../api/types"

const STATUS_WORDS: Record<Connection["status"], string> = {
  pending: "not connected",
  ok: "good",
  reconnect: "needs attention",
  expired: "expired",
  revoked: "revoked",
}

/** What nobody could try is not called good. */
export const statusWords = ({ status, testedAt }: Pick<Connection, "status" | "testedAt">): string =>
  status === "ok" && !testedAt ? "not tested" : STATUS_WORDS[status]

/** What came of asking the service: without a test nobody knows. */
export function testWords({
  name,
  service,
  testedAt,
  reason,
}: Pick<Connection, "name" | "service" | "testedAt" | "reason">) {
  if (testedAt) return `${service.name} takes ${name}.`
  if (reason) return reason
  return `${service.name} has no test URL, and no connector that tests accounts, so it was not asked. Give it one under Services.`
}

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
