import type { Wrong } from "./checks"

/** What is wrong at a place inside a value, and below it, as seen from there; at "" only what concerns the whole. */
export function wrongAt(wrong: readonly Wrong[], way: string): Wrong[] {
  if (way === "") return wrong.filter((each) => each.way === "")
  return wrong
    .filter((each) => each.way === way || each.way.startsWith(`${way}.`) || each.way.startsWith(`${way}[`))
    .map((each) => ({ ...each, way: each.way.slice(way.length) }))
}
