/** A right click selects what it hits, unless that is part of the selection already, and opens its menu. */
import { type MouseEvent as ReactMouseEvent, useMemo } from "react"
import { type AnyNode, groupIdOf, noteIdOf } from "../drawings"
import { type EditorState, flowOf, useEditorStore } from "../store"
import type { LinkEdgeType } from "../view"
import { useCommandContext } from "./CommandsProvider"
import type { Place } from "./command"

const PLACES: Record<AnyNode["type"], Place> = { step: "step", container: "step", note: "note", frame: "group" }

const stepsOf = (state: EditorState, group: string): string[] =>
  flowOf(state)?.annotations?.groups?.find(({ id }) => id === group)?.steps ?? []

function isSelected(state: EditorState, node: string): boolean {
  const [note, group] = [noteIdOf(node), groupIdOf(node)]
  if (note !== null) return state.selectedNotes.includes(note)
  return (group === null ? [node] : stepsOf(state, group)).every((step) => state.selected.includes(step))
}

function selectNode(state: EditorState, node: string): void {
  const [note, group] = [noteIdOf(node), groupIdOf(node)]
  if (note !== null) state.select([], [note])
  else state.select(group === null ? [node] : stepsOf(state, group))
}

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
      onNodeContextMenu: (event: Click, node: AnyNode) => {
        const state = store.getState()
        const place = PLACES[node.type]
        if (!isSelected(state, node.id)) selectNode(state, node.id)
        open(event, place)
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
