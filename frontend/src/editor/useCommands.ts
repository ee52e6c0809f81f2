/** What people do with the selection, whether by key, by button or by menu. */
import { useReactFlow } from "@xyflow/react"
import { useMemo } from "react"
import { clipFromText, clipToText, copySteps, pastedIds } from "../flow/clipboard"
import { findStep, parentOf, type Step } from "../flow/definition"
import { COLUMN, completeLayout, freePlace } from "../flow/geometry"
import type { Operation } from "../flow/operations"
import { tell } from "../ui/Problem"
import { type EditorState, type EditorStore, flowOf, selectedLinks, useEditorStore } from "./store"

export interface Commands {
  remove: () => void
  copy: () => void
  cut: () => void
  paste: (text: string) => boolean
  pasteFromClipboard: () => void
  duplicate: () => void
  toggleDisabled: () => void
  selectAll: () => void
  /** Steps in a loop move out, below it. */
  takeOut: () => void
}

export function useCommands(): Commands {
  const store = useEditorStore()
  const { screenToFlowPosition } = useReactFlow()
  return useMemo(() => {
    const middle = () => {
      const box = document.querySelector(".react-flow")?.getBoundingClientRect() ?? new DOMRect()
      return screenToFlowPosition({ x: box.left + box.width / 3, y: box.top + box.height / 2 })
    }
    const copy = () => {
      const text = copied(store.getState())
      if (text === null) return
      void navigator.clipboard.writeText(text).catch(() => tell("The browser does not allow copying here."))
    }
    const paste = (text: string) => pasteText(store, text, middle())
    return {
      remove: () => removeSelected(store.getState()),
      copy,
      cut: () => {
        copy()
        removeSelected(store.getState())
      },
      paste,
      pasteFromClipboard: () => {
        navigator.clipboard
          .readText()
          .then((text) => paste(text) || tell("The clipboard holds no steps."))
          .catch(() => tell("The browser does not allow reading the clipboard; use Ctrl+V."))
      },
      duplicate: () => {
        const text = copied(store.getState())
        const at = below(store.getState())
        if (text !== null && at) pasteText(store, text, at)
      },
      takeOut: () => takeOut(store.getState()),
      toggleDisabled: () => toggleDisabled(store.getState()),
      selectAll: () => store.getState().select(flowOf(store.getState())?.steps.map((step) => step.id) ?? []),
    }
  }, [store, screenToFlowPosition])
}

export function copied(state: EditorState): string | null {
  const flow = flowOf(state)
  return flow && state.selected.length > 0 ? clipToText(copySteps(flow, new Set(state.selected))) : null
}

function removeSelected(state: EditorState): void {
  const links = selectedLinks(state)
  const { selected, flowKey: flow } = state
  const operations: Operation[] = []
  if (links.length > 0) operations.push({ kind: "removeLinks", flow, links })
  if (selected.length > 0) operations.push({ kind: "removeSteps", flow, ids: selected })
  if (operations.length === 0) return
  const what = selected.length === 0 ? "link" : selected.length === 1 ? selected[0] : `${selected.length} steps`
  state.edit({ kind: "batch", operations }, { label: `Delete ${what}`, select: [] })
}

function pasteText(store: EditorStore, text: string, at: { x: number; y: number }): boolean {
  const state = store.getState()
  const flow = flowOf(state)
  const clip = clipFromText(text)
  if (!flow || !clip || state.readOnly) return false
  const parent = clip.steps.some((step) => state.components[step.component]?.kind === "trigger")
    ? null
    : targetParent(state)
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

/** Into the container that is selected, or the one around what is selected. */
function targetParent(state: EditorState): string | null {
  const flow = flowOf(state)
  const [id] = state.selected
  if (!flow || !id || state.selected.length !== 1) return null
  return parentOf(flow, id)?.id ?? null
}

function below(state: EditorState): { x: number; y: number } | null {
  const flow = flowOf(state)
  const chosen = state.nodes.filter((node) => state.selected.includes(node.id))
  if (!flow || chosen.length === 0) return null
  return {
    x: Math.min(...chosen.map((node) => node.position.x)),
    y: Math.max(...chosen.map((node) => node.position.y)) + 96,
  }
}

function takeOut(state: EditorState): void {
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

function toggleDisabled(state: EditorState): void {
  const steps = state.selected.map((id) => state.steps[id]).filter((step): step is Step => step !== undefined)
  if (steps.length === 0) return
  const value = !steps.every((step) => step.disabled)
  const operations = steps.map(
    (step): Operation => ({ kind: "setStepField", flow: state.flowKey, step: step.id, field: "disabled", value }),
  )
  state.edit({ kind: "batch", operations }, { label: value ? "Disable" : "Enable" })
}
