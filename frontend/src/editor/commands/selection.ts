/** Edits of what is selected. Each is one operation, so one undo. */
import { annotationsOf } from "../../flow/annotating"
import { clipToText, copySteps, pastedIds } from "../../flow/clipboard"
import { readClip } from "../../flow/clipReading"
import { type Flow, findStep, type Point, parentOf, type Step } from "../../flow/definition"
import { COLUMN, completeLayout, freePlace } from "../../flow/geometry"
import { nextNumbered } from "../../flow/labels"
import type { Operation } from "../../flow/operations"
import { tell } from "../../ui/Problem"
import { isDrawing, noteIdOf, noteNodeId } from "../drawings"
import { wordsFor } from "../editWords"
import { type EditorState, type EditorStore, flowOf, selectedLinks } from "../store"
import { focusStepSoon } from "./places"

/** The selected steps and notes as text for the clipboard; null when none is selected. */
export function copied(state: EditorState): string | null {
  const flow = flowOf(state)
  if (!flow || state.selected.length + state.selectedNotes.length === 0) return null
  return clipToText(copySteps(flow, new Set(state.selected), new Set(state.selectedNotes)))
}

export function removeSelected(state: EditorState): void {
  const links = selectedLinks(state)
  const { selected, selectedNotes, flowKey: flow } = state
  const operations: Operation[] = []
  if (links.length > 0) operations.push({ kind: "removeLinks", flow, links })
  if (selected.length > 0) operations.push({ kind: "removeSteps", flow, ids: selected })
  if (selectedNotes.length > 0) operations.push({ kind: "removeNotes", flow, ids: selectedNotes })
  if (operations.length === 0) return
  state.edit(
    { kind: "batch", operations },
    { label: `Delete ${wordsFor(selected, selectedNotes) || "link"}`, select: [] },
  )
}

/** `false` when the text holds no steps of ours. Why ours cannot be taken is told. */
export function pasteText(store: EditorStore, text: string, at: Point): boolean {
  const state = store.getState()
  const flow = flowOf(state)
  const reading = readClip(text)
  if (!flow || !reading || state.readOnly) return false
  if (reading.problem !== undefined) {
    tell(reading.problem)
    return true
  }
  const { clip } = reading
  const { notes = [] } = clip.annotations ?? {}
  const outside = notes.length > 0 || clip.steps.some((step) => state.components[step.component]?.kind === "trigger")
  const parent = outside ? null : levelOf(state)
  const siblings = parent ? (findStep(flow, parent)?.steps ?? []) : flow.steps
  const wanted = parent ? { x: 40, y: 64 } : at
  const whole = { x: Math.round(wanted.x), y: Math.round(wanted.y) }
  const place = clip.steps.length > 0 ? freePlace(siblings, completeLayout(flow), whole) : whole
  const ids = pastedIds(flow, clip)
  const pasted = clip.steps.map((step) => ids.get(step.id) ?? step.id)
  state.edit(
    { kind: "paste", flow: flow.key, parent, clip, at: place },
    { label: `Paste ${wordsFor(pasted, notes)}`, select: pasted, selectNotes: newNotes(flow, notes.length) },
  )
  const { selected, selectedNotes } = store.getState()
  store.getState().set({ flight: { steps: [...selected, ...selectedNotes.map(noteNodeId)] } })
  const [first] = pasted
  if (first !== undefined) focusStepSoon(first)
  return true
}

/** The ids that notes will have which are added now. */
function newNotes(flow: Flow, count: number): string[] {
  const taken = new Set(Object.values(annotationsOf(flow)).flatMap((drawn) => drawn.map(({ id }) => id)))
  return Array.from({ length: count }, () => {
    const id = nextNumbered("note", taken)
    taken.add(id)
    return id
  })
}

/** The container around the one selected step; null for the flow itself. */
function levelOf(state: EditorState): string | null {
  const flow = flowOf(state)
  const [id] = state.selected
  if (!flow || !id || state.selected.length !== 1) return null
  return parentOf(flow, id)?.id ?? null
}

export function duplicateSelected(store: EditorStore): void {
  const state = store.getState()
  const text = copied(state)
  const chosen = selectedNodes(state)
  if (text === null || chosen.length === 0) return
  pasteText(store, text, {
    x: Math.min(...chosen.map((node) => node.position.x)),
    y: Math.max(...chosen.map((node) => node.position.y + (isDrawing(node.id) ? (node.height ?? 0) : 0))) + 96,
  })
}

/** Steps in a loop move out, below it. */
export function takeOut(state: EditorState): void {
  const flow = flowOf(state)
  const [first] = state.selected
  const container = flow && first ? parentOf(flow, first) : null
  if (!flow || !container) return
  const parent = parentOf(flow, container.id)?.id ?? null
  const siblings = parent ? (findStep(flow, parent)?.steps ?? []) : flow.steps
  const box = state.nodes.find((node) => node.id === container.id)
  const corner = { x: box?.position.x ?? 0, y: (box?.position.y ?? 0) + (box?.height ?? 0) + 32 }
  const start = freePlace(siblings, completeLayout(flow), corner)
  const ids = state.selected.filter((id) => parentOf(flow, id)?.id === container.id)
  const positions = Object.fromEntries(ids.map((id, index) => [id, { x: start.x + index * COLUMN, y: start.y }]))
  const label = `Take out of ${container.id}`
  state.edit({ kind: "reparent", flow: flow.key, ids, parent, positions }, { label, select: ids })
}

const selectedNodes = ({ nodes, drawings, selected, selectedNotes }: EditorState) => [
  ...nodes.filter((node) => selected.includes(node.id)),
  ...drawings.filter((node) => selectedNotes.includes(noteIdOf(node.id) ?? "")),
]

const selectedSteps = (state: EditorState): Step[] =>
  state.selected.map((id) => state.steps[id]).filter((step): step is Step => step !== undefined)

export const allDisabled = (state: EditorState): boolean => {
  const steps = selectedSteps(state)
  return steps.length > 0 && steps.every((step) => step.disabled)
}

export function toggleDisabled(state: EditorState): void {
  const value = !allDisabled(state)
  const operations = selectedSteps(state).map(
    (step): Operation => ({ kind: "setStepField", flow: state.flowKey, step: step.id, field: "disabled", value }),
  )
  state.edit({ kind: "batch", operations }, { label: `${value ? "Disable" : "Enable"} ${wordsFor(state.selected)}` })
}

const NUDGE = 16

export function nudge(state: EditorState, { x, y }: Point): void {
  const { flowKey: flow, selected, selectedNotes } = state
  const moved = selectedNodes(state).map(({ id, position }): [string, Point] => [
    noteIdOf(id) ?? id,
    { x: position.x + x * NUDGE, y: position.y + y * NUDGE },
  ])
  const positionsOf = (ids: readonly string[]) => Object.fromEntries(moved.filter(([id]) => ids.includes(id)))
  const operations: Operation[] = [
    { kind: "moveSteps", flow, positions: positionsOf(selected) },
    { kind: "moveNotes", flow, positions: positionsOf(selectedNotes) },
  ]
  state.edit(
    { kind: "batch", operations },
    { label: `Move ${wordsFor(selected, selectedNotes)}`, burst: `nudge ${[...selected, ...selectedNotes].join()}` },
  )
}
