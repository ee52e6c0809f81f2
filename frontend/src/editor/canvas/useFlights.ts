/** Moves the view when something asks for it: a problem, an undo, another flow. */
import { useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import { useEffect, useRef } from "react"
import { groupOf } from "../../flow/annotating"
import { groupNodeId } from "../drawings"
import { type EditorState, flowOf, useEditor, useEditorStore } from "../store"

/** Fit leaves a margin and never enlarges. */
export const FIT = { padding: 0.18, maxZoom: 1 }

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches

export function useFlights(): void {
  const store = useEditorStore()
  const flight = useEditor((state) => state.flight)
  const flowKey = useEditor((state) => state.flowKey)
  const { fitView, getViewport, setViewport } = useReactFlow()
  const bring = useBringIntoView()
  const pane = useStore(({ width, height }) => `${width} ${height}`)
  const height = useStore((state) => state.height)
  const heightBefore = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another flow is shown, not when a helper's identity changes
  useEffect(() => {
    // The nodes of the flow are measured in the frame after they are drawn.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => void fitView(FIT)))
    return () => cancelAnimationFrame(frame)
  }, [flowKey])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each flight
  useEffect(() => {
    if (flight) bring(flight.steps, flight.near)
  }, [flight])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the pane shrinks or grows, as when the test bench opens
  useEffect(() => {
    const { selected } = store.getState()
    if (selected.length === 1) bring(selected)
  }, [pane])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the pane gets lower or higher
  useEffect(() => {
    const grown = heightBefore.current > 0 ? height - heightBefore.current : 0
    heightBefore.current = height
    if (grown === 0 || store.getState().selected.length === 1) return
    // What was in the middle stays there, instead of ending up under the test bench.
    const { x, y, zoom } = getViewport()
    void setViewport({ x, y: y + grown / 2, zoom })
  }, [height])
}

/** Pans only as far as needed: what the eye knows should stay where it is. Zooms out when the steps do not fit. */
function useBringIntoView() {
  const store = useEditorStore()
  const { fitView, getNodes, getNodesBounds, getViewport, setViewport } = useReactFlow()
  const pane = useStoreApi()
  return (steps: readonly string[], near = false) => {
    const wanted = drawnFor(store.getState(), steps)
    const nodes = getNodes().filter((node) => wanted.includes(node.id))
    if (nodes.length === 0) return
    const duration = calm() ? 0 : 180
    const box = getNodesBounds(nodes)
    const { x, y, zoom } = getViewport()
    const { width, height } = pane.getState()
    if (near && zoom < READABLE) {
      void fitView({ ...FIT, nodes, duration, minZoom: READABLE })
      return
    }
    if (box.width * zoom > width - 2 * MARGIN || box.height * zoom > height - 2 * MARGIN) {
      void fitView({ ...FIT, nodes, duration })
      return
    }
    const dx = shift(box.x * zoom + x, box.width * zoom, width)
    const dy = shift(box.y * zoom + y, box.height * zoom, height)
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration })
  }
}

/** A step that a collapsed group hides is found at the box of the group. */
function drawnFor(state: EditorState, ids: readonly string[]): string[] {
  const flow = flowOf(state)
  const hidden = new Set(state.nodes.filter((node) => node.hidden).map((node) => node.id))
  return ids.map((id) => {
    const group = flow && hidden.has(id) ? groupOf(flow, id) : undefined
    return group ? groupNodeId(group.id) : id
  })
}

const MARGIN = 72
const READABLE = 0.7

/** How far a stretch of `length` pixels at `start` must move to lie within 0..`available` with a margin. */
function shift(start: number, length: number, available: number): number {
  if (start < MARGIN) return MARGIN - start
  return Math.min(0, available - MARGIN - (start + length))
}
