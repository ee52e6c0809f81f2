/** What the canvas draws of the open flow: nodes and edges that keep their identity when nothing about them changed. */
import { applyNodeChanges, type Edge, type Node, type NodeChange } from "@xyflow/react"
import type { Component } from "../api/types"
import { type CanvasNode, toEdges, toNodes } from "../flow/canvas"
import { allSteps, type Flow, type Layout, outletOf, type Problem, type Step } from "../flow/definition"
import { CONTAINER } from "../flow/geometry"

export type StepNodeType = Node<Record<string, never>, "step" | "container">
export type LinkEdgeType = Edge<Record<string, never>, "link">

export interface FlowView {
  steps: Record<string, Step>
  nodes: StepNodeType[]
  edges: LinkEdgeType[]
  /** Which outlets have a link: `step.outlet`. The others show their plus all the time. */
  linked: ReadonlySet<string>
}

export const EMPTY_VIEW: FlowView = { steps: {}, nodes: [], edges: [], linked: new Set() }

/** Inside a container a step may go right and down, never over the header. */
const INNER_EXTENT: [[number, number], [number, number]] = [
  [16, CONTAINER.header + 8],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
]

export function viewOf(
  flow: Flow,
  before: FlowView,
  components: Record<string, Component>,
  select?: readonly string[],
): FlowView {
  const steps = Object.fromEntries(allSteps(flow.steps).map((step) => [step.id, step]))
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const links = allLinks(flow)
  const nodes = toNodes(flow).map((node, index, all) => {
    const step = steps[node.id]
    const title = step ? (components[step.component]?.title ?? step.component) : ""
    const outgoing = links.filter((link) => link.from === node.id).length
    const label = `${step?.name ?? title}, ${title}, ${index + 1} of ${all.length}, ${outgoing} outgoing`
    const known = old.get(node.id)
    const selected = select ? select.includes(node.id) : (known?.selected ?? false)
    return merge(known, node, label, selected)
  })
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]))
  const edges = toEdges(flow).map(
    (edge) => oldEdges.get(edge.id) ?? { ...edge, data: {}, ariaLabel: `Link from ${edge.source} to ${edge.target}` },
  )
  return {
    steps,
    nodes: withOneTabStop(nodes),
    edges,
    linked: new Set(links.map((link) => `${link.from}.${outletOf(link)}`)),
  }
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
  const stop = nodes.find((node) => node.selected) ?? nodes[0]
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
