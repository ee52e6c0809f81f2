/** Commands for what is drawn around the steps: sticky notes and groups. */

import { annotationsOf, groupOf, nextAnnotationId } from "../../flow/annotating"
import { type Group, type Paper, parentOf } from "../../flow/definition"
import { completeLayout, freePlace } from "../../flow/geometry"
import type { Operation } from "../../flow/operations"
import { groupNodeId, noteNodeId } from "../drawings"
import { type EditorState, flowOf } from "../store"
import { type CommandContext, command, hasFlow } from "./command"
import { canvasBox } from "./places"

const NOTE_SIZE = { width: 240, height: 120 }

export const ANNOTATING = [
  command({
    name: "note",
    title: "Add a note",
    section: "Steps",
    keys: ["Shift+S"],
    menus: ["pane"],
    synonyms: ["sticky", "comment", "annotation", "text"],
    edits: true,
    available: hasFlow,
    run: addNote,
  }),
  command({
    name: "group",
    title: "Group",
    section: "Steps",
    keys: ["Mod+G"],
    menus: ["step"],
    synonyms: ["frame", "section"],
    edits: true,
    available: canGroup,
    run: ({ store }) => groupSelected(store.getState()),
  }),
  command({
    name: "ungroup",
    title: "Ungroup",
    section: "Steps",
    keys: ["Mod+Shift+G"],
    menus: ["step", "group"],
    edits: true,
    available: (state) => groupsOfSelection(state).length > 0,
    run: ({ store }) => ungroupSelected(store.getState()),
  }),
  command({
    name: "renameGroup",
    title: "Rename the group",
    section: "Steps",
    keys: [],
    menus: ["group"],
    edits: true,
    available: (state) => selectedGroups(state).length === 1,
    run: ({ store }) => {
      const [group] = selectedGroups(store.getState())
      if (group) store.getState().set({ writing: groupNodeId(group.id) })
    },
  }),
  command({
    name: "collapseGroup",
    title: "Collapse or expand the group",
    titleNow: (state) => (selectedGroups(state).every(isOpen) ? "Collapse the group" : "Expand the group"),
    section: "Steps",
    keys: ["Shift+Alt+G"],
    menus: ["step", "group"],
    synonyms: ["fold", "hide"],
    edits: true,
    available: (state) => selectedGroups(state).length > 0,
    run: ({ store }) => toggleGroups(store.getState()),
  }),
  command({
    name: "leaveGroup",
    title: "Take out of the group",
    section: "Steps",
    keys: [],
    menus: ["step"],
    edits: true,
    available: (state) => groupsOfSelection(state).length > 0 && selectedGroups(state).length === 0,
    run: ({ store }) => {
      const { edit, flowKey: flow, selected: steps } = store.getState()
      edit({ kind: "leaveGroups", flow, steps }, { label: "Take out of the group" })
    },
  }),
  painting("paintYellow", "Yellow", "yellow"),
  painting("paintBlue", "Blue", "blue"),
  painting("paintGreen", "Green", "green"),
  painting("paintPink", "Pink", "pink"),
  painting("paintPurple", "Purple", "purple"),
  painting("paintGray", "Grey", "gray"),
] as const

function painting<Name extends string>(name: Name, title: string, color: Paper) {
  return command({
    name,
    title: `Colour it ${title.toLowerCase()}`,
    section: "Edit",
    keys: [],
    menus: ["note", "group"],
    submenu: "Colour",
    synonyms: ["color", "colour", "note", "group"],
    edits: true,
    available: (state) => state.selectedNotes.length + selectedGroups(state).length > 0,
    run: ({ store }) => paint(store.getState(), color),
  })
}

export const hasOneNote = (state: EditorState): boolean =>
  state.selectedNotes.length === 1 && state.selected.length === 0 && !state.readOnly

/** `false` when no note is selected by itself. */
export function writeNote(state: EditorState): boolean {
  const [note] = state.selectedNotes
  if (note === undefined || !hasOneNote(state)) return false
  state.set({ writing: noteNodeId(note) })
  return true
}

/** Groups all of whose steps are selected: that is what a click on a title does. */
export function selectedGroups(state: EditorState): Group[] {
  const flow = flowOf(state)
  return flow
    ? annotationsOf(flow).groups.filter((group) => group.steps.every((id) => state.selected.includes(id)))
    : []
}

function groupsOfSelection(state: EditorState): Group[] {
  const flow = flowOf(state)
  return flow ? [...new Set(state.selected.flatMap((id) => groupOf(flow, id) ?? []))] : []
}

const isOpen = (group: Group): boolean => !group.collapsed

/** Groups hold steps of the flow itself; what stands in a loop is framed by it. */
function canGroup(state: EditorState): boolean {
  const flow = flowOf(state)
  if (!flow || state.selected.length === 0 || selectedGroups(state).some((group) => isAll(group, state))) return false
  return state.selected.every((id) => parentOf(flow, id) === null)
}

const isAll = (group: Group, state: EditorState): boolean => group.steps.length === state.selected.length

function groupSelected(state: EditorState): void {
  const flow = flowOf(state)
  if (!flow) return
  const group: Group = { id: nextAnnotationId(flow, "group"), title: "", color: "blue", steps: state.selected }
  const select = state.selected
  state.edit({ kind: "addGroup", flow: flow.key, group }, { label: "Group", select })
  state.set({ writing: groupNodeId(group.id) })
}

function ungroupSelected(state: EditorState): void {
  const ids = groupsOfSelection(state).map(({ id }) => id)
  state.edit({ kind: "removeGroups", flow: state.flowKey, ids }, { label: "Ungroup" })
}

function toggleGroups(state: EditorState): void {
  const groups = selectedGroups(state)
  const collapsed = groups.every(isOpen)
  const operations = groups.map(
    ({ id }): Operation => ({ kind: "setGroup", flow: state.flowKey, group: id, change: { collapsed } }),
  )
  state.edit({ kind: "batch", operations }, { label: collapsed ? "Collapse" : "Expand" })
}

function paint(state: EditorState, color: Paper): void {
  const { flowKey: flow, selectedNotes } = state
  const operations: Operation[] = [
    ...selectedNotes.map((note): Operation => ({ kind: "setNote", flow, note, change: { color } })),
    ...selectedGroups(state).map(({ id }): Operation => ({ kind: "setGroup", flow, group: id, change: { color } })),
  ]
  state.edit({ kind: "batch", operations }, { label: "Colour" })
}

/** Where the menu was opened, else in the middle of what is seen; the text is written at once. */
function addNote({ store, view, at }: CommandContext): void {
  const state = store.getState()
  const flow = flowOf(state)
  if (!flow) return
  const box = canvasBox()
  const corner = view.screenToFlowPosition(at ?? { x: box.left + box.width / 2, y: box.top + box.height / 3 })
  const id = nextAnnotationId(flow, "note")
  // Notes lie under the steps: what is written there could not be read.
  const middle = { x: corner.x - NOTE_SIZE.width / 2, y: corner.y - NOTE_SIZE.height / 2 }
  const place = at ? corner : freePlace(flow.steps, completeLayout(flow), middle, NOTE_SIZE)
  const note = { id, text: "", color: "yellow" as const, at: snapped(place), size: NOTE_SIZE }
  state.edit({ kind: "addNote", flow: flow.key, note }, { label: "Add a note", select: [], selectNotes: [id] })
  state.set({ writing: noteNodeId(id) })
}

const snapped = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x / 8) * 8, y: Math.round(y / 8) * 8 })
