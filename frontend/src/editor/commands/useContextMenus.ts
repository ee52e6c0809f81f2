/** A right click selects what it hits, unless that is part of the selection already, and opens its menu. */
import { type MouseEvent as ReactMouseEvent, useMemo } from "react"
import { useEditorStore } from "../store"
import type { LinkEdgeType, StepNodeType } from "../view"
import { useCommandContext } from "./CommandsProvider"
import type { Place } from "./command"

type Click = ReactMouseEvent | MouseEvent

export function useContextMenus() {
  const store = useEditorStore()
  const context = useCommandContext()

  // Kept between renders: React Flow draws every link again when it is handed a new function.
  return useMemo(() => {
    const open = (event: Click, place: Place) => {
      if (!context) return
      event.preventDefault()
      context.openMenu({ place, at: { x: event.clientX, y: event.clientY } })
    }
    return {
      onNodeContextMenu: (event: Click, node: StepNodeType) => {
        const { selected, select } = store.getState()
        if (!selected.includes(node.id)) select([node.id])
        open(event, "step")
      },
      onSelectionContextMenu: (event: Click) => open(event, "step"),
      onEdgeContextMenu: (event: Click, edge: LinkEdgeType) => {
        store.getState().selectEdge(edge.id)
        open(event, "link")
      },
      onPaneContextMenu: (event: Click) => {
        store.getState().select([])
        open(event, "pane")
      },
    }
  }, [store, context])
}
