/** With Alt held, a drag takes copies along: outlines show where the steps and notes themselves stay. */
import { ViewportPortal } from "@xyflow/react"
import { useMemo } from "react"
import { annotationsOf } from "../../flow/annotating"
import { type Flow, findStep, type Point, parentOf } from "../../flow/definition"
import { completeLayout, sizeOf } from "../../flow/geometry"
import { flowOf, useEditor } from "../store"
import classes from "./Canvas.module.css"

export function DragGhosts() {
  const ids = useEditor((state) => state.ghosts)
  const flow = useEditor(flowOf)
  const boxes = useMemo(() => (flow && ids.length > 0 ? ids.flatMap((id) => boxOf(flow, id)) : []), [flow, ids])
  if (boxes.length === 0) return null
  return (
    <ViewportPortal>
      {boxes.map(({ id, x, y, width, height }) => (
        <div
          key={id}
          className={classes.ghost}
          data-testid={`ghost-${id}`}
          style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
        />
      ))}
    </ViewportPortal>
  )
}

function boxOf(flow: Flow, id: string) {
  const step = findStep(flow, id)
  const layout = completeLayout(flow)
  if (!step)
    return annotationsOf(flow).notes.flatMap((note) => (note.id === id ? { id, ...note.at, ...note.size } : []))
  const at: Point = { x: 0, y: 0 }
  for (let each: typeof step | null = step; each; each = parentOf(flow, each.id)) {
    at.x += layout[each.id]?.x ?? 0
    at.y += layout[each.id]?.y ?? 0
  }
  return [{ id, ...at, ...sizeOf(step, layout) }]
}
