import type { Role } from "../api/types"

/** What each role may do, from least to most. */
export const ROLES: { value: Role; label: string; text: string }[] = [
  { value: "viewer", label: "Viewer", text: "Sees everything but secrets." },
  { value: "operator", label: "Operator", text: "Also deploys, pauses, replays, and edits customers." },
  { value: "builder", label: "Builder", text: "Also builds and publishes integrations, and keeps credentials." },
  { value: "owner", label: "Owner", text: "Also manages members, tokens and the tenant." },
]

export const roleText = (role: Role): string => ROLES.find(({ value }) => value === role)?.text ?? ""
