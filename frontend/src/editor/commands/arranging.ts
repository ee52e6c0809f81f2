/** Commands that move steps without changing what they mean. */
import type { Point } from "../../flow/definition"
import { command, hasSteps } from "./command"
import { nudge } from "./selection"

export const ARRANGING = [
  nudging("nudgeLeft", "Move left", "Alt+ArrowLeft", { x: -1, y: 0 }),
  nudging("nudgeRight", "Move right", "Alt+ArrowRight", { x: 1, y: 0 }),
  nudging("nudgeUp", "Move up", "Alt+ArrowUp", { x: 0, y: -1 }),
  nudging("nudgeDown", "Move down", "Alt+ArrowDown", { x: 0, y: 1 }),
] as const

function nudging<Name extends string>(name: Name, title: string, keys: string, by: Point) {
  return command({
    name,
    title,
    section: "Arrange",
    keys: [keys],
    edits: true,
    available: hasSteps,
    run: ({ store }) => nudge(store.getState(), by),
  })
}
