/** Moves the view when something asks for it: a problem, an undo, another flow. */
import { useReactFlow } from "@xyflow/react"
import { useEffect } from "react"
import { useEditor } from "../store"

/** Fit leaves a margin and never enlarges. */
export const FIT = { padding: 0.18, maxZoom: 1 }

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches

export function useFlights(): void {
  const flight = useEditor((state) => state.flight)
  const flowKey = useEditor((state) => state.flowKey)
  const { fitView, getNodes, getZoom, setCenter, getInternalNode } = useReactFlow()

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
    const center = { x: at.x + (first.width ?? 0) / 2, y: at.y + (first.height ?? 0) / 2 }
    void setCenter(center.x, center.y, { zoom: Math.min(1, Math.max(getZoom(), 0.7)), duration })
  }, [flight])
}
