/** What the canvas draws of the open flow: nodes and edges that keep their identity when nothing about them changed. */
import { applyNodeChanges, type Edge, type Node, type NodeChange } from "@xyflow/react"
import type { Component } from "../api/types"
import { type CanvasNode, edgeToLink, toEdges, toNodes } from "../flow/canvas"
import { allSteps, type Flow, type Layout, type Link, outletOf, type Problem, type Step } from "../flow/definition"
import { CONTAINER } from "../flow/geometry"
import { placesOf, placeWords } from "../flow/order"
import { bundleCollapsed, type DrawingNode, drawingsOf, hideCollapsed } from "./drawings"

export type StepNodeType = Node<Record<string, never>, "step" | "container">
/** `link` where the edge ends at the box of a collapsed group instead of at the step itself. */
export type LinkEdgeType = Edge<{ link?: Link }, "link">

export const linkOf = (edge: Pick<LinkEdgeType, "source" | "target" | "sourceHandle" | "data">): Link =>
  edge.data?.link ?? edgeToLink(edge)

export interface FlowView {
  steps: Record<string, Step>
  nodes: StepNodeType[]
  edges: LinkEdgeType[]
  /** Notes and the frames of groups. */
  drawings: DrawingNode[]
  /** Which outlets have a link: `step.outlet`. The others show their plus all the time. */
  linked: ReadonlySet<string>
}

export const EMPTY_VIEW: FlowView = { steps: {}, nodes: [], edges: [], drawings: [], linked: new Set() }

/** Inside a container a step may go right and down, never over the header. */
const INNER_EXTENT: [[number, number], [number, number]] = [
  [16, CONTAINER.header + 8],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
]

export function viewOf(
  flow: Flow,
  before: FlowView,
  components: Record<string, Component>,
  select?: Selection,
): FlowView {
  const steps = Object.fromEntries(allSteps(flow.steps).map((step) => [step.id, step]))
  const places = new Map(placesOf(flow).map((place) => [place.step.id, place]))
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const shown = toNodes(flow).map((node) => {
    const component = steps[node.id]?.component ?? ""
    const place = places.get(node.id)
    const label = place ? placeWords(place, components[component]?.title ?? component, places.size) : ""
    const known = old.get(node.id)
    const selected = select ? select.steps.includes(node.id) : (known?.selected ?? false)
    return merge(known, node, label, selected)
  })
  const nodes = withOneTabStop(hideCollapsed(flow, shown))
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]))
  const drawn = toEdges(flow).map((edge): LinkEdgeType => {
    const known = oldEdges.get(edge.id)
    if (known && !known.data?.link) return known
    return {
      ...edge,
      data: {},
      ariaLabel: `Link from ${edge.source} to ${edge.target}`,
      selected: known?.selected ?? false,
    }
  })
  return {
    steps,
    nodes,
    edges: bundleCollapsed(flow, drawn, before.edges),
    drawings: drawingsOf(flow, nodes, before.drawings, select?.notes),
    linked: new Set(allLinks(flow).map((link) => `${link.from}.${outletOf(link)}`)),
  }
}

export interface Selection {
  steps: readonly string[]
  notes: readonly string[]
}

function allLinks(flow: Flow) {
  return [...flow.links, ...allSteps(flow.steps).flatMap((step) => step.links ?? [])]
}

function merge(known: StepNodeType | undefined, node: CanvasNode, ariaLabel: string, selected: boolean): StepNodeType {
  if (
    known &&
    known.type === node.type &&
    known.position.x === node.position.x &&
    known.position.y === node.position.y &&
    known.width === node.width &&
    known.height === node.height &&
    known.parentId === node.parentId &&
    known.ariaLabel === ariaLabel &&
    (known.selected ?? false) === selected
  ) {
    return known
  }
  // Out of a container a node must forget its parent, not keep it from before.
  const { parentId: _parent, extent: _extent, ...kept } = known ?? {}
  return { ...kept, ...node, ariaLabel, selected, ...(node.parentId && { extent: INNER_EXTENT }) }
}

const TAB_STOP = { tabIndex: 0 }
const NO_TAB_STOP = { tabIndex: -1 }

/** Tab goes to one step of the canvas and then on; arrows walk from there. Nodes that need no change keep their identity. */
export function withOneTabStop(nodes: StepNodeType[]): StepNodeType[] {
  const drawn = nodes.filter((node) => !node.hidden)
  const stop = drawn.find((node) => node.selected) ?? drawn[0]
  const wanted = (node: StepNodeType) => (node === stop ? TAB_STOP : NO_TAB_STOP)
  if (nodes.every((node) => node.domAttributes === wanted(node))) return nodes
  return nodes.map((node) => (node.domAttributes === wanted(node) ? node : { ...node, domAttributes: wanted(node) }))
}

/** Carries out what React Flow reports. Removal is ours: it goes through an operation, so that it can be undone. */
export function withNodeChanges(nodes: StepNodeType[], changes: NodeChange<StepNodeType>[]): StepNodeType[] {
  const kept = changes.filter((change) => change.type !== "remove")
  const next = applyNodeChanges(kept, nodes)
  const inner = kept.some(
    (change) => change.type === "position" && nodes.find((node) => node.id === change.id)?.parentId,
  )
  return inner ? withFittingContainers(next) : next
}

/** While an inner step is dragged its box grows with it; the innermost first, since boxes hold boxes. */
function withFittingContainers(nodes: StepNodeType[]): StepNodeType[] {
  const sized = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes.toReversed()) {
    if (node.type !== "container") continue
    let { minWidth: width, minHeight: height } = CONTAINER
    for (const inner of sized.values()) {
      if (inner.parentId !== node.id) continue
      width = Math.max(width, inner.position.x + (inner.width ?? 0) + CONTAINER.padding * 2)
      height = Math.max(height, inner.position.y + (inner.height ?? 0) + CONTAINER.padding)
    }
    if (width !== node.width || height !== node.height) sized.set(node.id, { ...node, width, height })
  }
  return nodes.map((node) => sized.get(node.id) ?? node)
}

export function positionsOf(nodes: readonly StepNodeType[], ids: ReadonlySet<string>): Layout {
  const moved = nodes.filter((node) => ids.has(node.id))
  return Object.fromEntries(
    moved.map(({ id, position }) => [id, { x: Math.round(position.x), y: Math.round(position.y) }]),
  )
}

/** Problems of one flow by step; those of the flow itself under the empty id. */
export function problemsByStep(problems: readonly Problem[], flowKey: string): Record<string, Problem[]> {
  const found: Record<string, Problem[]> = {}
  for (const problem of problems) {
    if (problem.flow !== flowKey) continue
    const id = problem.step ?? ""
    found[id] = [...(found[id] ?? []), problem]
  }
  return found
}
