/**
 * What a form for a credential holds, given the table of schemes that the server tells.
 *
 * Not here: checking what was typed; the server does and names the field.
 */
import type { CredentialField, CredentialScheme, Scheme } from "../api/types"

export type Values = Record<string, string | number>

/** The choices of a list, general ones first, services by name. */
export function groupedChoices(schemes: Scheme[]) {
  const of = (group: Scheme["group"]) =>
    schemes.filter((scheme) => scheme.group === group).map(({ key, title }) => ({ value: key, label: title }))
  return [
    { group: "Any caller", items: of("general") },
    { group: "Services", items: of("provider").sort((one, other) => one.label.localeCompare(other.label)) },
  ]
}

/** The form's settings: what is stored, else what each begins with. */
export function startValues(scheme: Scheme, stored: Record<string, unknown> = {}): Values {
  return Object.fromEntries(scheme.settings.map((field) => [field.name, kept(stored[field.name]) ?? start(field)]))
}

function kept(value: unknown): string | number | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined
}

const start = (field: CredentialField): string | number => kept(field.default) ?? ""

/** Whether a setting matters, given the others: a tolerance says nothing where no time is signed. */
export function isShown(scheme: CredentialScheme, name: string, values: Values): boolean {
  if (scheme !== "hmac" || (name !== "timestampHeader" && name !== "toleranceSeconds")) return true
  return values.signed === "timestamp.body"
}

/** What is sent: no setting that does not matter, and none that is empty and need not be given. */
export function settingsToSend(scheme: Scheme, values: Values): Values {
  const sent = scheme.settings.filter(
    ({ name, required }) => isShown(scheme.key, name, values) && (required || (values[name] ?? "") !== ""),
  )
  return Object.fromEntries(sent.map(({ name }) => [name, values[name] ?? ""]))
}

/** The secret typed, or null while a part of it is missing: a stored one is replaced as a whole. */
export function secretToSend(scheme: Scheme, values: Values): Record<string, string> | null {
  const typed = scheme.secret.map(({ name }) => [name, String(values[name] ?? "")] as const)
  return typed.length > 0 && typed.every(([, value]) => value !== "") ? Object.fromEntries(typed) : null
}
