import { useReactFlow } from "@xyflow/react"
import type { Component } from "../api/types"
import { parentOf } from "../flow/definition"
import { addition, afterSelection } from "./adding"
import { rememberComponent } from "./catalogue"
import { focusStepSoon } from "./commands/places"
import { type AddRequest, flowOf, useEditorStore } from "./store"

/** Adds a component where the request says, or, without one, after the selected step. Returns the new step's id. */
export function useAddComponent() {
  const store = useEditorStore()
  const { screenToFlowPosition } = useReactFlow()

  return (component: Component, request?: AddRequest): string | null => {
    const state = store.getState()
    const flow = flowOf(state)
    if (!flow) return null
    const bare = request && !request.after && !request.before && !request.link && !request.parent && !request.unlinked
    const wish = request
      ? { ...request, component, at: request.at ?? (bare ? middleOf(request, screenToFlowPosition) : undefined) }
      : { component, parent: selectedParent(state.selected), after: afterSelection(flow, state.selected) }
    const { operation, id } = addition(flow, wish)
    state.ask(null)
    rememberComponent(component.key)
    const added = state.edit(operation, { label: `Add ${component.title}`, select: [id] })
    if (!added) return null
    store.getState().set({ flight: { steps: [id] } })
    focusStepSoon(id)
    return id

    /** An empty loop that is selected takes its first step; otherwise the level of what is selected. */
    function selectedParent([first]: string[]): string | null {
      return first && flow ? (parentOf(flow, first)?.id ?? null) : null
    }
  }
}

function middleOf(request: AddRequest, toFlow: (at: { x: number; y: number }) => { x: number; y: number }) {
  const { x, y } = toFlow(request.screen)
  return { x: Math.round(x / 8) * 8, y: Math.round(y / 8) * 8 }
}
