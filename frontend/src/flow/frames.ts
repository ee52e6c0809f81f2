/** Where the frame of a group stands: around its steps, or, collapsed, one box in their place. */
import type { Group, Point } from "./definition"
import { type Size, STEP_HEIGHT, STEP_WIDTH } from "./geometry"

export const FRAME = { padding: 24, title: 40 }

export interface Box extends Point, Size {}

/** `boxes` are those of its steps, on the canvas. Null when it has none. */
export function frameAround(group: Group, boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  const left = Math.min(...boxes.map(({ x }) => x))
  const top = Math.min(...boxes.map(({ y }) => y))
  if (group.collapsed) return { x: left, y: top, width: STEP_WIDTH, height: STEP_HEIGHT }
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  return {
    x: left - FRAME.padding,
    y: top - FRAME.title,
    width: right - left + FRAME.padding * 2,
    height: bottom - top + FRAME.title + FRAME.padding,
  }
}

export const holds = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
