/** A drag with Alt takes copies along: what stays is shown by outlines (`DragGhosts`), what is let go is pasted. */
import { annotationsOf } from "../../flow/annotating"
import { copySteps, cornerOf, pastedIds } from "../../flow/clipboard"
import { type Flow, type Point, parentOf } from "../../flow/definition"
import { completeLayout } from "../../flow/geometry"

import { type AnyNode, groupIdOf, isDrawing, noteIdOf } from "../drawings"
import { wordsFor } from "../editWords"
import { type EditorState, flowOf, NO_IDS } from "../store"
import { absolute, relativeTo } from "./coordinates"

interface Held {
  altKey: boolean
}

/** Alt may be pressed and let go on the way: what counts is how the drag ends. */
export function showGhosts(state: EditorState, { altKey }: Held, moved: readonly AnyNode[]): void {
  if (altKey === state.ghosts.length > 0) return
  const flow = flowOf(state)
  const { steps, notes } = flow && altKey ? takenAlong(flow, moved) : { steps: NO_IDS, notes: NO_IDS }
  state.set({ ghosts: [...steps, ...notes] })
}

/** `false` when Alt is not held: then what was dragged has moved. */
export function dropCopies(
  state: EditorState,
  { altKey }: Held,
  moved: readonly AnyNode[],
  container: string | null,
): boolean {
  if (state.ghosts.length > 0) state.set({ ghosts: NO_IDS })
  const flow = flowOf(state)
  if (!altKey || !flow) return false
  const { steps, notes } = takenAlong(flow, moved)
  const clip = copySteps(flow, new Set(steps), new Set(notes))
  const [first] = clip.steps
  const parent = container ?? (first ? (parentOf(flow, first.id)?.id ?? null) : null)
  const ids = pastedIds(flow, clip)
  const select = clip.steps.map((step) => ids.get(step.id) ?? step.id)
  const at =
    container === null ? shifted(cornerOf(clip), movement(state, flow, moved)) : cornerIn(state, container, moved)
  const label = `Drag a copy of ${wordsFor(steps, notes)}`
  return state.edit({ kind: "paste", flow: flow.key, parent, clip, at }, { label, select })
}

/** A frame takes the steps of its group along. */
function takenAlong(flow: Flow, moved: readonly AnyNode[]) {
  const { groups } = annotationsOf(flow)
  const steps = moved.flatMap(({ id }) =>
    isDrawing(id) ? (groups.find((group) => group.id === groupIdOf(id))?.steps ?? []) : [id],
  )
  return { steps: [...new Set(steps)], notes: moved.flatMap(({ id }) => noteIdOf(id) ?? []) }
}

const shifted = (at: Point, by: Point): Point => ({ x: Math.round(at.x + by.x), y: Math.round(at.y + by.y) })

/** How far the drag has come: where one of the boxes is drawn now, against where the document has it. */
function movement(state: EditorState, flow: Flow, moved: readonly AnyNode[]): Point {
  const { steps, notes } = takenAlong(flow, moved)
  const step = state.nodes.find((node) => node.id === steps[0])
  const note = annotationsOf(flow).notes.find(({ id }) => id === notes[0])
  const drawn = step ?? state.drawings.find((node) => noteIdOf(node.id) === note?.id)
  const before = step ? completeLayout(flow)[step.id] : note?.at
  return drawn && before ? { x: drawn.position.x - before.x, y: drawn.position.y - before.y } : { x: 0, y: 0 }
}

function cornerIn(state: EditorState, container: string, moved: readonly AnyNode[]): Point {
  const places = moved.map((node) => relativeTo(state, container, absolute(state, node)))
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) }
}
