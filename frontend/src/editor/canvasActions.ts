/** What the canvas reports to the open draft: what was selected, moved, let go. Moving writes to the document once, when it ends. */
import { applyEdgeChanges, type EdgeChange, type NodeChange } from "@xyflow/react"
import { annotationsOf } from "../flow/annotating"
import type { Layout, Point } from "../flow/definition"
import type { Operation } from "../flow/operations"
import { alongWithFrames, type DrawingNode, groupIdOf, noteIdOf, noteNodeId, withDrawingChanges } from "./drawings"
import { wordsFor } from "./editWords"
import {
  type AddRequest,
  type EditorActions,
  type EditorState,
  flowOf,
  type GetState,
  type SetState,
  selectedNotesOf,
} from "./store"
import { type LinkEdgeType, positionsOf, type StepNodeType, withNodeChanges, withOneTabStop } from "./view"

export function canvasActions(set: SetState, get: GetState) {
  return {
    select: (steps: string[], notes: string[] = []) => {
      const { nodes, edges, drawings } = get()
      const noteNodes = notes.map(noteNodeId)
      set({
        nodes: withOneTabStop(nodes.map((node) => withSelected(node, steps.includes(node.id)))),
        drawings: drawings.map((node) => withSelected(node, noteNodes.includes(node.id))),
        edges: edges.map((edge) => (edge.selected ? { ...edge, selected: false } : edge)),
        selected: steps,
        selectedNotes: notes,
        selectedEdges: [],
      })
    },
    selectEdge: (id: string) => {
      get().select([])
      set({
        edges: get().edges.map((edge) => (edge.id === id ? { ...edge, selected: true } : edge)),
        selectedEdges: [id],
      })
    },
    onNodesChange: (changes: NodeChange<StepNodeType | DrawingNode>[]) => {
      const state = get()
      const flow = flowOf(state)
      if (!flow) return
      const nodes = withNodeChanges(
        state.nodes,
        alongWithFrames(changes as NodeChange[], state, annotationsOf(flow).groups),
      )
      const drawings = withDrawingChanges(changes as NodeChange[], flow, nodes, state.drawings)
      const selects = changes.some((change) => change.type === "select")
      const selected = nodes.filter((node) => node.selected).map((node) => node.id)
      if (!selects) set({ nodes, drawings })
      else set({ nodes: withOneTabStop(nodes), drawings, selected, selectedNotes: selectedNotesOf(drawings) })
    },
    onEdgesChange: (changes: EdgeChange<LinkEdgeType>[]) => {
      const edges = applyEdgeChanges(
        changes.filter((change) => change.type !== "remove"),
        get().edges,
      )
      set({ edges, selectedEdges: edges.filter((edge) => edge.selected).map((edge) => edge.id) })
    },
    dropNodes: (ids: ReadonlySet<string>, group?: string) => {
      const state = get()
      const flow = flowOf(state)
      if (!flow) return
      const { groups, notes } = annotationsOf(flow)
      const frames = groups.filter(({ id }) => [...ids].some((node) => groupIdOf(node) === id))
      const along = frames.flatMap(({ steps }) => steps)
      const steps = positionsOf(state.nodes, new Set([...ids, ...along]))
      const operations: Operation[] = []
      if (differ(steps, flow.layout ?? {})) operations.push({ kind: "moveSteps", flow: flow.key, positions: steps })
      const moved = notePositions(state, ids)
      if (differ(moved, Object.fromEntries(notes.map(({ id, at }) => [id, at]))))
        operations.push({ kind: "moveNotes", flow: flow.key, positions: moved })
      if (group !== undefined)
        operations.push({ kind: "joinGroup", flow: flow.key, group, steps: [...ids].filter((id) => state.steps[id]) })
      if (operations.length === 0) return
      state.edit(
        { kind: "batch", operations },
        {
          label: `Move ${wordsFor(Object.keys(steps), Object.keys(moved))}${group === undefined ? "" : " into the group"}`,
          // A frame that was moved is what its hand holds now.
          ...(along.length > 0 && {
            select: [...new Set([...state.selected, ...along])],
            selectNotes: state.selectedNotes,
          }),
        },
      )
    },
    ask: (adding: AddRequest | null) => set({ adding: get().readOnly ? null : adding }),
    set: (change: Parameters<EditorActions["set"]>[0]) => set(change),
  }
}

function withSelected<T extends { selected?: boolean }>(node: T, selected: boolean): T {
  return (node.selected ?? false) === selected ? node : { ...node, selected }
}

function notePositions(state: EditorState, ids: ReadonlySet<string>): Record<string, Point> {
  return Object.fromEntries(
    state.drawings.flatMap(({ id, position }) => {
      const note = ids.has(id) ? noteIdOf(id) : null
      return note === null ? [] : [[note, { x: Math.round(position.x), y: Math.round(position.y) }]]
    }),
  )
}

const differ = (now: Layout, before: Layout): boolean =>
  Object.entries(now).some(([id, at]) => before[id]?.x !== at.x || before[id]?.y !== at.y)
