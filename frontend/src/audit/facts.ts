/** Facts of a deed in words. */

const NAMES: Record<string, string> = {
  fromVersion: "from version",
  fromRole: "from",
  externalId: "external id",
  invitedBy: "invited by",
  newDevice: "new device",
  secondFactor: "second factor",
  twoFactorFrom: "two-factor sign-in from",
  tokens: "API tokens ended",
  overlapHours: "the old one works for (hours)",
  despiteTests: "despite failing tests",
  requests_per_second: "requests a second",
  allow_query_endpoint: "query form of URLs",
}

/** "version: 3, comment: Adds refunds"; what is empty is left out. */
export function factWords(facts: Record<string, unknown>): string {
  return Object.entries(facts)
    .map(([name, value]) => [NAMES[name] ?? name, spelled(value)] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ")
}

function spelled(value: unknown): string {
  if (value === null || value === undefined) return "none"
  if (Array.isArray(value)) return value.map(String).join(", ")
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value === "object") return JSON.stringify(value)
  return String(value)
}
