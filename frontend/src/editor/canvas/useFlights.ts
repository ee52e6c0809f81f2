/** Moves the view when something asks for it: a problem, an undo, another flow. */
import { useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import { useEditor } from "../store"

/** Fit leaves a margin and never enlarges. */
export const FIT = { padding: 0.18, maxZoom: 1 }

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches

export function useFlights(): void {
  const flight = useEditor((state) => state.flight)
  const flowKey = useEditor((state) => state.flowKey)
  const { fitView, getNodes, getViewport, setViewport, getInternalNode } = useReactFlow()
  const pane = useStoreApi()

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another flow is shown, not when a helper's identity changes
  useEffect(() => {
    // The nodes of the flow are measured in the frame after they are drawn.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => void fitView(FIT)))
    return () => cancelAnimationFrame(frame)
  }, [flowKey])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each flight
  useEffect(() => {
    if (!flight) return
    const nodes = getNodes().filter((node) => flight.steps.includes(node.id))
    const [first] = nodes
    if (!first) return
    const duration = calm() ? 0 : 180
    if (nodes.length > 1) {
      void fitView({ ...FIT, nodes, duration })
      return
    }
    const at = getInternalNode(first.id)?.internals.positionAbsolute ?? first.position
    const { x, y, zoom } = getViewport()
    const { width, height } = pane.getState()
    // Only as far as needed: what the eye knows should stay where it is.
    const dx = shift(at.x * zoom + x, (first.width ?? 0) * zoom, width)
    const dy = shift(at.y * zoom + y, (first.height ?? 0) * zoom, height)
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration })
  }, [flight])
}

const MARGIN = 72

/** How far a stretch of `length` pixels at `start` must move to lie within 0..`available` with a margin. */
function shift(start: number, length: number, available: number): number {
  if (start < MARGIN || length > available - 2 * MARGIN) return MARGIN - start
  return Math.min(0, available - MARGIN - (start + length))
}
