/** What is dragged over the board, and where it would go. */
import { createContext, type DragEvent, useContext } from "react"
import type { Dragged, Target } from "./board"

export interface Dragging {
  /** What the board shows as dragged. */
  dragged: Dragged | null
  over: Target | null
  begin: (dragged: Dragged) => void
  hover: (over: Target | null) => void
  end: () => void
  /** What is dragged at this moment, before the board shows it. */
  now: () => Dragged | null
}

export const DragContext = createContext<Dragging>({
  dragged: null,
  over: null,
  begin: () => {},
  hover: () => {},
  end: () => {},
  now: () => null,
})

/** For the thing that is dragged. Firefox drags only what carries data. */
export function useDraggable(dragged: Dragged, readOnly: boolean) {
  const { begin, end } = useContext(DragContext)
  return {
    draggable: !readOnly,
    onDragStart: (event: DragEvent) => {
      event.stopPropagation()
      event.dataTransfer.effectAllowed = "move"
      event.dataTransfer.setData("text/plain", "")
      begin(dragged)
    },
    onDragEnd: end,
  }
}

/** For what something can be let go on. */
export function useDropzone(targetOf: (event: DragEvent) => Target, drop: (dragged: Dragged, target: Target) => void) {
  const { now, hover, end } = useContext(DragContext)
  return {
    onDragOver: (event: DragEvent) => {
      if (!now()) return
      event.preventDefault()
      hover(targetOf(event))
    },
    onDrop: (event: DragEvent) => {
      const dragged = now()
      if (!dragged) return
      event.preventDefault()
      end()
      drop(dragged, targetOf(event))
    },
  }
}

export const sameTarget = (a: Target | null, b: Target | null): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Before which of the children a thing at this height would stand. */
export function indexAt(list: HTMLElement, y: number): number {
  const middles = [...list.children]
    .filter((child) => child.hasAttribute("data-card"))
    .map((child) => {
      const { top, height } = child.getBoundingClientRect()
      return top + height / 2
    })
  const found = middles.findIndex((middle) => y < middle)
  return found < 0 ? middles.length : found
}
