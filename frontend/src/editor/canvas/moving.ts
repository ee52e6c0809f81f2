/**
 * Marks the canvas while the view or steps move, so that its styles can make moving cheap.
 *
 * Past React on purpose: a mark in state would draw everything again at the very moment when each frame counts.
 */
import type { RefObject } from "react"

export type Box = RefObject<HTMLDivElement | null>

export function markMoving(box: Box, what: "view" | "steps" | null): void {
  if (what) box.current?.setAttribute("data-moving", what)
  else box.current?.removeAttribute("data-moving")
}
