/**
 * A flow as the canvas draws it, and back.
 *
 * For: React Flow's nodes and edges (shapes only; nothing of React is imported). A container is a group node around its steps.
 * Positions come from `layout`; nodes carry no content, each reads its step from the store by id.
 */
import { allSteps, type Flow, type Graph, type Layout, type Link, outletOf, type Point, type Step } from "./definition"
import { completeLayout, sizeOf } from "./geometry"
import { placesOf } from "./order"

export interface CanvasNode {
  id: string
  type: "step" | "container"
  position: Point
  data: Record<string, never>
  width: number
  height: number
  parentId?: string
}

export interface CanvasEdge {
  id: string
  type: "link"
  source: string
  sourceHandle: string
  target: string
  /** Edges inside a container lie above its box. */
  zIndex: number
}

const NO_DATA: Record<string, never> = {}

export const edgeId = (link: Link): string => `${link.from}.${outletOf(link)}>${link.to}`

export function edgeToLink(edge: { source: string; target: string; sourceHandle?: string | null }): Link {
  const outlet = edge.sourceHandle ?? "out"
  return { from: edge.source, to: edge.target, ...(outlet !== "out" && { outlet }) }
}

/** In flow order, as the keyboard and screen readers go; parents before their children, as React Flow asks. */
export function toNodes(flow: Flow): CanvasNode[] {
  const layout = completeLayout(flow)
  return placesOf(flow).map(({ step, parent }) => nodeOf(step, layout, parent))
}

function nodeOf(step: Step, layout: Layout, parent: string | null): CanvasNode {
  return {
    id: step.id,
    type: step.steps ? "container" : "step",
    position: layout[step.id] ?? { x: 0, y: 0 },
    data: NO_DATA,
    ...sizeOf(step, layout),
    ...(parent !== null && { parentId: parent }),
  }
}

export function toEdges(flow: Flow): CanvasEdge[] {
  const edgesOf = (graph: Graph, depth: number): CanvasEdge[] => [
    ...graph.links.map((link) => edgeOf(link, depth)),
    ...graph.steps.flatMap((step) => edgesOf({ steps: step.steps ?? [], links: step.links ?? [] }, depth + 1)),
  ]
  return edgesOf(flow, 0)
}

function edgeOf(link: Link, depth: number): CanvasEdge {
  return {
    id: edgeId(link),
    type: "link",
    source: link.from,
    sourceHandle: outletOf(link),
    target: link.to,
    zIndex: depth,
  }
}

/** The flow with the positions and links of the canvas. Links go to the graph that holds their source. */
export function fromCanvas(
  flow: Flow,
  nodes: readonly Pick<CanvasNode, "id" | "position">[],
  edges: readonly Pick<CanvasEdge, "source" | "target" | "sourceHandle">[],
): Flow {
  const known = new Set(allSteps(flow.steps).map((step) => step.id))
  const layout: Layout = {}
  for (const node of nodes) if (known.has(node.id)) layout[node.id] = { x: node.position.x, y: node.position.y }
  const links = edges.map(edgeToLink)
  const linksAmong = (steps: readonly Step[]) => links.filter((link) => steps.some((step) => step.id === link.from))
  const relinked = (step: Step): Step =>
    step.steps ? { ...step, steps: step.steps.map(relinked), links: linksAmong(step.steps) } : step
  return { ...flow, steps: flow.steps.map(relinked), links: linksAmong(flow.steps), layout }
}
