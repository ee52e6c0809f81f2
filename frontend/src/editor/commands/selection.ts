/** Edits of what is selected. Each is one operation, so one undo. */
import { clipToText, copySteps, pastedIds } from "../../flow/clipboard"
import { readClip } from "../../flow/clipReading"
import { findStep, type Point, parentOf, type Step } from "../../flow/definition"
import { COLUMN, completeLayout, freePlace } from "../../flow/geometry"
import type { Operation } from "../../flow/operations"
import { tell } from "../../ui/Problem"
import { type EditorState, type EditorStore, flowOf, selectedLinks } from "../store"

/** The selected steps as text for the clipboard; null when none is selected. */
export function copied(state: EditorState): string | null {
  const flow = flowOf(state)
  return flow && state.selected.length > 0 ? clipToText(copySteps(flow, new Set(state.selected))) : null
}

export function removeSelected(state: EditorState): void {
  const links = selectedLinks(state)
  const { selected, flowKey: flow } = state
  const operations: Operation[] = []
  if (links.length > 0) operations.push({ kind: "removeLinks", flow, links })
  if (selected.length > 0) operations.push({ kind: "removeSteps", flow, ids: selected })
  if (operations.length === 0) return
  const what = selected.length === 0 ? "link" : selected.length === 1 ? selected[0] : `${selected.length} steps`
  state.edit({ kind: "batch", operations }, { label: `Delete ${what}`, select: [] })
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
  const parent = clip.steps.some((step) => state.components[step.component]?.kind === "trigger") ? null : levelOf(state)
  const siblings = parent ? (findStep(flow, parent)?.steps ?? []) : flow.steps
  const wanted = parent ? { x: 40, y: 64 } : at
  const place = freePlace(siblings, completeLayout(flow), { x: Math.round(wanted.x), y: Math.round(wanted.y) })
  const ids = pastedIds(flow, clip)
  const pasted = clip.steps.map((step) => ids.get(step.id) ?? step.id)
  const label = pasted.length === 1 ? `Paste ${pasted[0]}` : `Paste ${pasted.length} steps`
  state.edit({ kind: "paste", flow: flow.key, parent, clip, at: place }, { label, select: pasted })
  store.getState().set({ flight: { steps: pasted } })
  return true
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
  const chosen = state.nodes.filter((node) => state.selected.includes(node.id))
  if (text === null || chosen.length === 0) return
  pasteText(store, text, {
    x: Math.min(...chosen.map((node) => node.position.x)),
    y: Math.max(...chosen.map((node) => node.position.y)) + 96,
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
  state.edit({ kind: "batch", operations }, { label: value ? "Disable" : "Enable" })
}

const NUDGE = 16

export function nudge(state: EditorState, { x, y }: Point): void {
  const chosen = state.nodes.filter((node) => state.selected.includes(node.id))
  const positions = Object.fromEntries(
    chosen.map(({ id, position }) => [id, { x: position.x + x * NUDGE, y: position.y + y * NUDGE }]),
  )
  state.edit(
    { kind: "moveSteps", flow: state.flowKey, positions },
    { label: "Move", burst: `nudge ${state.selected.join()}` },
  )
}
