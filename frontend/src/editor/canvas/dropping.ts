/** Dragging a component from the palette onto the canvas: what it is over, and what a drop there means. */
import { useReactFlow } from "@xyflow/react"
import type { DragEvent } from "react"
import { edgeToLink } from "../../flow/canvas"
import type { Point } from "../../flow/definition"
import { STEP_HEIGHT, STEP_WIDTH } from "../../flow/geometry"
import { addition } from "../adding"
import { rememberComponent } from "../catalogue"
import { type EditorState, flowOf, useEditorStore } from "../store"

export const COMPONENT_TYPE = "application/hookyard-component"

interface Target {
  edge: string | null
  container: string | null
}

/** The innermost thing under the pointer that takes a step. */
function targetAt({ clientX, clientY }: { clientX: number; clientY: number }): Target {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const edge =
      element.closest(".react-flow__edge")?.getAttribute("data-id") ??
      element.closest("[data-edge]")?.getAttribute("data-edge")
    if (edge) return { edge, container: null }
    const container = element.closest("[data-container]")?.getAttribute("data-container")
    if (container) return { edge: null, container }
  }
  return { edge: null, container: null }
}

export function useDropping() {
  const store = useEditorStore()
  const { screenToFlowPosition } = useReactFlow()

  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(COMPONENT_TYPE)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "copy"
    const { edge, container } = targetAt(event)
    const lit = edge ?? container
    if (store.getState().dropEdge !== lit) store.getState().set({ dropEdge: lit })
  }

  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null))
      store.getState().set({ dropEdge: null })
  }

  const onDrop = (event: DragEvent) => {
    const key = event.dataTransfer.getData(COMPONENT_TYPE)
    const state = store.getState()
    state.set({ dropEdge: null })
    if (!state.components[key]) return
    event.preventDefault()
    dropComponent(state, key, screenToFlowPosition({ x: event.clientX, y: event.clientY }), targetAt(event))
  }

  return { onDragOver, onDragLeave, onDrop }
}

function dropComponent(state: EditorState, key: string, pointer: Point, { edge, container }: Target): void {
  const flow = flowOf(state)
  const component = state.components[key]
  if (!flow || !component) return
  const link = state.edges.find((each) => each.id === edge)
  const parent = container && component.kind !== "trigger" ? container : null
  // The pointer holds the middle of the new box.
  const corner = { x: snapped(pointer.x - STEP_WIDTH / 2), y: snapped(pointer.y - STEP_HEIGHT / 2) }
  const at = parent ? relativeTo(state, parent, corner) : corner
  const { operation, id } = addition(flow, { component, parent, at, link: link && edgeToLink(link) })
  rememberComponent(key)
  state.edit(operation, { label: `Add ${component.title}`, select: [id] })
}

const snapped = (value: number): number => Math.round(value / 8) * 8

/** A canvas point in the coordinates of a container, which may stand in others. */
function relativeTo(state: EditorState, container: string, at: Point): Point {
  let point = at
  for (let id: string | undefined = container; id !== undefined; ) {
    const node = state.nodes.find((each) => each.id === id)
    point = { x: point.x - (node?.position.x ?? 0), y: point.y - (node?.position.y ?? 0) }
    id = node?.parentId
  }
  return { x: Math.max(16, point.x), y: Math.max(56, point.y) }
}
