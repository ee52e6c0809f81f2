/**
 * What the canvas draws beside steps and links: notes, and the frames of groups.
 *
 * For: their nodes, which keep their identity when nothing about them changed; what a collapsed group hides; and moving a frame,
 * which moves its steps. A frame is nobody's parent, so a flow has the same nodes with and without groups.
 * Not here: edits (`flow/annotating`), how they look (`canvas/NoteNode`, `canvas/GroupNode`).
 */
import { applyNodeChanges, type Node, type NodeChange, type NodePositionChange } from "@xyflow/react"
import { annotationsOf } from "../flow/annotating"
import type { Flow, Group, Note, Point } from "../flow/definition"
import { type Box, frameAround, holds } from "../flow/frames"
import type { LinkEdgeType, StepNodeType } from "./view"

export type DrawingNode = Node<Record<string, never>, "note" | "frame">

export type AnyNode = StepNodeType | DrawingNode

const NOTE = "note:"
const GROUP = "group:"

/** Ids of steps hold no colon, so these never meet. */
export const noteNodeId = (id: string): string => NOTE + id
export const groupNodeId = (id: string): string => GROUP + id
export const noteIdOf = (node: string): string | null => (node.startsWith(NOTE) ? node.slice(NOTE.length) : null)
export const groupIdOf = (node: string): string | null => (node.startsWith(GROUP) ? node.slice(GROUP.length) : null)
export const isDrawing = (node: string): boolean => node.startsWith(NOTE) || node.startsWith(GROUP)

const NO_DATA: Record<string, never> = {}
/** Below the links, also when selected: React Flow lifts what is selected by a thousand. */
const BEHIND = -1002
/** A frame lets clicks through to what lies under it; only its title is there for the hand. */
const THROUGH = { pointerEvents: "none" as const }

export const isCollapsed = (group: Group): boolean => group.collapsed === true

export function drawingsOf(
  flow: Flow,
  nodes: readonly StepNodeType[],
  before: readonly DrawingNode[],
  select?: readonly string[],
): DrawingNode[] {
  const { notes, groups } = annotationsOf(flow)
  const old = new Map(before.map((node) => [node.id, node]))
  const frames = groups.flatMap((group) => frameNode(group, nodes, old) ?? [])
  return [...frames, ...notes.map((note) => noteNode(note, old.get(noteNodeId(note.id)), select))]
}

function noteNode(note: Note, known: DrawingNode | undefined, select: readonly string[] | undefined): DrawingNode {
  const id = noteNodeId(note.id)
  const selected = select ? select.includes(note.id) : (known?.selected ?? false)
  const { at: position, size } = note
  const ariaLabel = `Note: ${note.text.slice(0, 80) || "empty"}`
  if (known && sameBox(known, { ...position, ...size }) && known.selected === selected && known.ariaLabel === ariaLabel)
    return known
  return { ...known, id, type: "note", position, ...size, data: NO_DATA, selected, zIndex: BEHIND + 1, ariaLabel }
}

function frameNode(
  group: Group,
  nodes: readonly StepNodeType[],
  old: ReadonlyMap<string, DrawingNode>,
): DrawingNode | null {
  const box = frameAround(group, boxesOf(group, nodes))
  if (!box) return null
  const id = groupNodeId(group.id)
  const known = old.get(id)
  const style = isCollapsed(group) ? undefined : THROUGH
  if (known && sameBox(known, box) && known.style === style) return known
  const { x, y, width, height } = box
  return {
    ...known,
    id,
    type: "frame", // React Flow has a look of its own for the type group
    position: { x, y },
    width,
    height,
    data: NO_DATA,
    style,
    // It is selected when its steps are; its title is a button of its own.
    selectable: false,
    focusable: false,
    dragHandle: ".group-handle",
    zIndex: isCollapsed(group) ? 0 : BEHIND,
  } as DrawingNode
}

function boxesOf(group: Group, nodes: readonly StepNodeType[]): Box[] {
  return nodes
    .filter((node) => group.steps.includes(node.id) && node.parentId === undefined)
    .map(({ position, width = 0, height = 0 }) => ({ ...position, width, height }))
}

const sameBox = (node: DrawingNode, { x, y, width, height }: Box): boolean =>
  node.position.x === x && node.position.y === y && node.width === width && node.height === height

/** For those who cannot open a group: with every group open. */
export function unfolded(flow: Flow): Flow {
  const { groups } = annotationsOf(flow)
  if (!groups.some(isCollapsed)) return flow
  const open = groups.map(({ collapsed: _collapsed, ...group }) => group)
  return { ...flow, annotations: { ...flow.annotations, groups: open } }
}

/** Steps of collapsed groups, and what stands inside them, are not drawn. */
export function hideCollapsed(flow: Flow, nodes: StepNodeType[]): StepNodeType[] {
  const hidden = new Set(
    annotationsOf(flow)
      .groups.filter(isCollapsed)
      .flatMap((group) => group.steps),
  )
  return nodes.map((node) => {
    // Parents come before their children.
    if (node.parentId !== undefined && hidden.has(node.parentId)) hidden.add(node.id)
    const isHidden = hidden.has(node.id)
    return (node.hidden ?? false) === isHidden ? node : { ...node, hidden: isHidden }
  })
}

/** Links of a collapsed group begin and end at its box; those within it are not drawn. */
export function bundleCollapsed(flow: Flow, edges: LinkEdgeType[], before: readonly LinkEdgeType[]): LinkEdgeType[] {
  const groups = annotationsOf(flow).groups.filter(isCollapsed)
  if (groups.length === 0) return edges
  const boxOf = new Map(groups.flatMap((group) => group.steps.map((step) => [step, groupNodeId(group.id)])))
  const old = new Map(before.map((edge) => [edge.id, edge]))
  return edges.map((edge) => {
    const [source, target] = [boxOf.get(edge.source), boxOf.get(edge.target)]
    if (source === undefined && target === undefined) return edge
    const hidden = source === target
    const known = old.get(edge.id)
    if (known?.data?.link && known.source === (source ?? edge.source) && known.target === (target ?? edge.target))
      return known
    const { source: from, target: to, sourceHandle } = edge
    const link = { from, to, ...(sourceHandle && sourceHandle !== "out" && { outlet: sourceHandle }) }
    const ends = { source: source ?? from, target: target ?? to, sourceHandle: source ? "out" : (sourceHandle ?? null) }
    return { ...edge, ...ends, hidden, data: { link } }
  })
}

export interface Drawn {
  nodes: StepNodeType[]
  drawings: DrawingNode[]
}

/** Changes that React Flow reports of steps and drawings alike, as changes of steps: a frame that moves takes its steps along. */
export function alongWithFrames(
  changes: readonly NodeChange[],
  { nodes, drawings }: Drawn,
  groups: readonly Group[],
): NodeChange<StepNodeType>[] {
  const moves = changes.filter(isMove)
  const own = new Set(moves.map(({ id }) => id))
  const along = moves.flatMap((move): NodePositionChange[] => {
    const group = groups.find(({ id }) => id === groupIdOf(move.id))
    const frame = drawings.find(({ id }) => id === move.id)
    if (!group || !frame || !move.position) return []
    const by = { x: move.position.x - frame.position.x, y: move.position.y - frame.position.y }
    return nodes
      .filter(({ id }) => group.steps.includes(id) && !own.has(id))
      .map(({ id, position }) => ({
        id,
        type: "position",
        position: shifted(position, by),
        dragging: move.dragging ?? false,
      }))
  })
  const ofSteps = changes.filter((change) => "id" in change && !isDrawing(change.id)) as NodeChange<StepNodeType>[]
  return [...ofSteps, ...along]
}

const isMove = (change: NodeChange): change is NodePositionChange => change.type === "position"
const shifted = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y })

/** Notes go where they were moved; frames follow their steps. */
export function withDrawingChanges(
  changes: readonly NodeChange[],
  flow: Flow,
  nodes: readonly StepNodeType[],
  drawings: DrawingNode[],
): DrawingNode[] {
  const own = changes.filter(
    (change) =>
      "id" in change && isDrawing(change.id) && change.type !== "remove" && !(isMove(change) && groupIdOf(change.id)),
  ) as NodeChange<DrawingNode>[]
  const next = own.length > 0 ? applyNodeChanges(own, drawings) : drawings
  const { groups } = annotationsOf(flow)
  if (groups.length === 0 || !changes.some(isMove)) return next
  const old = new Map(next.map((node) => [node.id, node]))
  return next.map((node) => {
    const group = groups.find(({ id }) => id === groupIdOf(node.id))
    return group ? (frameNode(group, nodes, old) ?? node) : node
  })
}

/** The open group whose frame holds a point of the canvas. */
export function groupAt(flow: Flow, drawings: readonly DrawingNode[], at: Point): Group | undefined {
  return annotationsOf(flow).groups.find((group) => {
    const frame = drawings.find(({ id }) => id === groupNodeId(group.id))
    const { width = 0, height = 0 } = frame ?? {}
    return frame && !isCollapsed(group) && holds({ ...frame.position, width, height }, at)
  })
}
