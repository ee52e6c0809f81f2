/** Lining steps up by an edge or a middle, and spreading them evenly. Pure: boxes in, the positions that change out. */
import { type Flow, findStep, type Layout, type Point, parentOf } from "./definition"
import { completeLayout, type Size, sizeOf } from "./geometry"

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom"
export type Direction = "horizontally" | "vertically"

export interface Box extends Point, Size {
  id: string
}

/** The lines that the selection's outer edges and middles give. A pile on one spot is nobody's wish, but is what was asked for. */
export function aligned(boxes: readonly Box[], how: Alignment): Layout {
  const left = Math.min(...boxes.map(({ x }) => x))
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const top = Math.min(...boxes.map(({ y }) => y))
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  const place: Record<Alignment, (box: Box) => Point> = {
    left: ({ y }) => ({ x: left, y }),
    centre: ({ y, width }) => ({ x: (left + right - width) / 2, y }),
    right: ({ y, width }) => ({ x: right - width, y }),
    top: ({ x }) => ({ x, y: top }),
    middle: ({ x, height }) => ({ x, y: (top + bottom - height) / 2 }),
    bottom: ({ x, height }) => ({ x, y: bottom - height }),
  }
  return changed(boxes, place[how])
}

/** Equal spaces between neighbours; the outermost two stay. Where there is no space, boxes overlap evenly. */
export function distributed(boxes: readonly Box[], direction: Direction): Layout {
  const [start, length] = direction === "horizontally" ? (["x", "width"] as const) : (["y", "height"] as const)
  const sorted = boxes.toSorted((a, b) => a[start] - b[start])
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || sorted.length < 3) return {}
  const taken = sorted.reduce((sum, box) => sum + box[length], 0)
  const space = (last[start] + last[length] - first[start] - taken) / (sorted.length - 1)
  const at = new Map<string, number>()
  let next = first[start]
  for (const box of sorted) {
    at.set(box.id, next)
    next += box[length] + space
  }
  return changed(boxes, (box) => ({ x: box.x, y: box.y, [start]: at.get(box.id) ?? box[start] }))
}

function changed(boxes: readonly Box[], place: (box: Box) => Point): Layout {
  const layout: Layout = {}
  for (const box of boxes) {
    const { x, y } = place(box)
    const [nx, ny] = [Math.round(x), Math.round(y)]
    if (nx !== box.x || ny !== box.y) layout[box.id] = { x: nx, y: ny }
  }
  return layout
}

/** The chosen steps of the level on which most of them stand: what a container holds moves with it anyway. */
export function boxesOf(flow: Flow, ids: readonly string[]): Box[] {
  const layout = completeLayout(flow)
  const parents = ids.map((id) => parentOf(flow, id)?.id ?? null)
  const count = (parent: string | null) => parents.filter((other) => other === parent).length
  const [level = null] = parents.toSorted((a, b) => count(b) - count(a))
  const steps = level === null ? flow.steps : (findStep(flow, level)?.steps ?? [])
  const chosen = steps.filter((step) => ids.includes(step.id))
  return chosen.map((step) => ({ id: step.id, ...(layout[step.id] ?? { x: 0, y: 0 }), ...sizeOf(step, layout) }))
}
