/** Rollouts in words. */
import type { Choice, Rollout } from "../api/types"

export const customers = (count: number): string =>
  count === 1 ? "1 customer" : `${count.toLocaleString("en")} customers`

/** Who is meant, as it stands behind "to". */
export function whoIn(choice: Choice): string {
  const parts: string[] = []
  if (choice.instances?.length) parts.push(`${customers(choice.instances.length)} picked by hand`)
  if (choice.labels?.length) parts.push(`those labelled ${choice.labels.join(" or ")}`)
  if (choice.versions?.length) parts.push(`those on version ${choice.versions.join(" or ")}`)
  if (choice.search) parts.push(`those known by "${choice.search}"`)
  if (choice.enabled === true) parts.push("those that are on")
  if (choice.enabled === false) parts.push("those that are paused")
  return parts.length > 0 ? parts.join(", ") : "everyone"
}

/** What a rollout did, in one line. */
export const titleOf = ({ version, choice }: Rollout): string =>
  version === null ? "Rolled back" : `Version ${version} to ${whoIn(choice)}`

export function resultOf({ status, moved, refused, expected }: Rollout): string {
  if (status === "running") return `${moved + refused} of ${expected}`
  const stayed = refused > 0 ? `, ${refused.toLocaleString("en")} stayed` : ""
  return `${moved.toLocaleString("en")} moved${stayed}`
}
