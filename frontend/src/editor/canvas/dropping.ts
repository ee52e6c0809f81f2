/** Dragging a component from the palette onto the canvas: what it is over, and what a drop there means. */
import { useReactFlow } from "@xyflow/react"
import { type DragEvent, useMemo } from "react"
import type { Point } from "../../flow/definition"
import { STEP_HEIGHT, STEP_WIDTH } from "../../flow/geometry"
import type { Operation } from "../../flow/operations"
import { addition } from "../adding"
import { rememberComponent } from "../catalogue"
import { type AnyNode, groupAt, groupNodeId, isDrawing } from "../drawings"
import { type EditorState, flowOf, useEditorStore } from "../store"
import { linkOf, type StepNodeType } from "../view"
import { absolute, relativeTo, snapped } from "./coordinates"
import { dropCopies, showGhosts } from "./draggingCopies"
import { type Box, markMoving } from "./moving"

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

/** Dragging steps that stand on the canvas: into a container when they are let go over one. */
export function useNodeDragging(box: Box) {
  const store = useEditorStore()
  return useMemo(() => {
    const begin = () => markMoving(box, "steps")
    const end = () => markMoving(box, null)
    const onNodeDrag = (event: MouseEvent | TouchEvent, _node: unknown, moved: AnyNode[]) => {
      const state = store.getState()
      const { lit } = placeFor(state, event, moved)
      if (state.dropEdge !== lit) state.set({ dropEdge: lit })
      showGhosts(state, event, moved)
    }
    const onSelectionDrag = (event: { altKey: boolean }, moved: AnyNode[]) => showGhosts(store.getState(), event, moved)
    const onNodeDragStop = (event: MouseEvent | TouchEvent, _node: unknown, moved: AnyNode[]) => {
      const state = store.getState()
      const place = placeFor(state, event, moved)
      if (state.dropEdge !== null) state.set({ dropEdge: null })
      end()
      if (!dropCopies(state, event, moved, place.container)) drop(state, moved, place)
    }
    const onSelectionDragStop = (event: { altKey: boolean }, moved: AnyNode[]) => {
      const state = store.getState()
      end()
      if (!dropCopies(state, event, moved, null)) drop(state, moved, NOWHERE)
    }
    return {
      onNodeDragStart: begin,
      onNodeDrag,
      onNodeDragStop,
      onSelectionDragStart: begin,
      onSelectionDrag,
      onSelectionDragStop,
    }
  }, [store, box])
}

/** What takes the steps that are let go here, and what lights up to say so. */
interface DropPlace {
  container: string | null
  group: string | null
  lit: string | null
}

const NOWHERE: DropPlace = { container: null, group: null, lit: null }

function placeFor(state: EditorState, event: MouseEvent | TouchEvent, all: readonly AnyNode[]): DropPlace {
  const moved = all.filter((node): node is StepNodeType => !isDrawing(node.id))
  if (moved.length < all.length) return NOWHERE
  const container = containerFor(state, event, moved)
  if (container !== null) return { container, group: null, lit: container }
  const group = groupFor(state, moved)
  return group === null ? NOWHERE : { container: null, group, lit: groupNodeId(group) }
}

/** The group whose frame holds the middle of every one of these steps, if it is not theirs already. */
function groupFor(state: EditorState, moved: readonly StepNodeType[]): string | null {
  const flow = flowOf(state)
  if (!flow?.annotations?.groups || moved.some((node) => node.parentId !== undefined)) return null
  const [group, ...others] = new Set(moved.map((node) => groupAt(flow, state.drawings, middleOf(node))))
  if (!group || others.length > 0 || moved.every((node) => group.steps.includes(node.id))) return null
  return group.id
}

const middleOf = ({ position, width = 0, height = 0 }: StepNodeType): Point => ({
  x: position.x + width / 2,
  y: position.y + height / 2,
})

function drop(state: EditorState, moved: readonly AnyNode[], { container, group }: DropPlace): void {
  const ids = moved.map(({ id }) => id)
  if (container === null) {
    state.dropNodes(new Set(ids), group ?? undefined)
    return
  }
  const positions = Object.fromEntries(
    moved.map((node) => [node.id, relativeTo(state, container, absolute(state, node))]),
  )
  state.edit(
    { kind: "reparent", flow: state.flowKey, ids, parent: container, positions },
    { label: "Move into the loop", select: ids },
  )
}

/** The container under the pointer that would take these steps, if it does not hold them already. */
function containerFor(
  state: EditorState,
  event: MouseEvent | TouchEvent,
  moved: readonly StepNodeType[],
): string | null {
  const point = "changedTouches" in event ? event.changedTouches[0] : event
  if (!state.nodes.some((node) => node.type === "container")) return null // most flows: asking the page costs milliseconds
  const isTrigger = (id: string) => state.components[state.steps[id]?.component ?? ""]?.kind === "trigger"
  if (!point || moved.some((node) => isTrigger(node.id))) return null
  for (const element of document.elementsFromPoint(point.clientX, point.clientY)) {
    const id = element.closest("[data-container]")?.getAttribute("data-container")
    if (!id || moved.some((node) => node.id === id)) continue
    return moved.some((node) => node.parentId === id) ? null : id
  }
  return null
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
  const { operation, id } = addition(flow, { component, parent, at, link: link && linkOf(link) })
  const group = parent === null && !link ? groupAt(flow, state.drawings, pointer) : undefined
  const operations: Operation[] = [operation]
  if (group) operations.push({ kind: "joinGroup", flow: flow.key, group: group.id, steps: [id] })
  rememberComponent(key)
  state.edit({ kind: "batch", operations }, { label: `Add ${component.title}`, select: [id] })
}
