/** Commands that change what stands on the canvas, and the clipboard. */
import { parentOf } from "../../flow/definition"
import { canRedo, canUndo } from "../../flow/history"
import { tell } from "../../ui/Problem"
import { type EditorState, flowOf } from "../store"
import { type CommandContext, command, hasFlow, hasSelection, hasSteps, hasThings } from "./command"
import { canvasBox } from "./places"
import { allDisabled, copied, duplicateSelected, pasteText, removeSelected, takeOut, toggleDisabled } from "./selection"

export const EDITING = [
  command({
    name: "undo",
    title: "Undo",
    titleNow: ({ history }) => (canUndo(history) ? `Undo: ${history.present.label}` : "Undo"),
    section: "Edit",
    keys: ["Mod+Z"],
    edits: true,
    available: ({ history }) => canUndo(history),
    lacking: "Nothing to undo",
    run: ({ store }) => store.getState().undo(),
  }),
  command({
    name: "redo",
    title: "Redo",
    titleNow: ({ history }) => (canRedo(history) ? `Redo: ${history.future[0]?.label ?? ""}` : "Redo"),
    section: "Edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    edits: true,
    available: ({ history }) => canRedo(history),
    lacking: "Nothing to redo",
    run: ({ store }) => store.getState().redo(),
  }),
  command({
    name: "cut",
    title: "Cut",
    section: "Edit",
    keys: ["Mod+X"],
    menus: ["step", "note", "group"],
    edits: true,
    byBrowser: true,
    available: hasThings,
    run: ({ store }) => {
      copyToClipboard(store.getState())
      removeSelected(store.getState())
    },
  }),
  command({
    name: "copy",
    title: "Copy as JSON text",
    section: "Edit",
    keys: ["Mod+C"],
    menus: ["step", "note", "group"],
    byBrowser: true,
    available: hasThings,
    run: ({ store }) => copyToClipboard(store.getState()),
  }),
  command({
    name: "paste",
    title: "Paste, also from a chat",
    section: "Edit",
    keys: ["Mod+V"],
    menus: ["step", "pane"],
    edits: true,
    byBrowser: true,
    available: hasFlow,
    run: pasteFromClipboard,
  }),
  command({
    name: "duplicate",
    title: "Duplicate",
    section: "Edit",
    keys: ["Mod+D"],
    menus: ["step", "note", "group"],
    synonyms: ["clone"],
    edits: true,
    available: hasThings,
    run: ({ store }) => duplicateSelected(store),
  }),
  command({
    name: "disable",
    title: "Disable or enable",
    titleNow: (state) => (allDisabled(state) ? "Enable" : "Disable"),
    section: "Edit",
    keys: ["D"],
    menus: ["step"],
    synonyms: ["skip", "deactivate", "off"],
    edits: true,
    available: hasSteps,
    run: ({ store }) => toggleDisabled(store.getState()),
  }),
  command({
    name: "takeOut",
    title: "Take out of the loop",
    section: "Edit",
    keys: [],
    menus: ["step"],
    edits: true,
    available: isInLoop,
    run: ({ store }) => takeOut(store.getState()),
  }),
  command({
    name: "remove",
    title: "Delete",
    section: "Edit",
    keys: ["Delete", "Backspace"],
    menus: ["step", "link", "note", "group"],
    synonyms: ["remove"],
    edits: true,
    available: hasSelection,
    run: ({ store }) => removeSelected(store.getState()),
  }),
] as const

function isInLoop(state: EditorState): boolean {
  const flow = flowOf(state)
  const [first] = state.selected
  return flow !== undefined && first !== undefined && parentOf(flow, first) !== null
}

function copyToClipboard(state: EditorState): void {
  const text = copied(state)
  if (text === null) return
  void navigator.clipboard.writeText(text).catch(() => tell("The browser does not allow copying here."))
}

function pasteFromClipboard({ store, view, at }: CommandContext): void {
  const place = at ? view.screenToFlowPosition(at) : pastePlace(view)
  navigator.clipboard
    .readText()
    .then((text) => {
      if (!pasteText(store, text, place)) tell("The clipboard holds no steps.")
    })
    .catch(() => tell("The browser does not allow reading the clipboard from a menu; use its own key for pasting."))
}

export function pastePlace(view: CommandContext["view"]) {
  const box = canvasBox()
  return view.screenToFlowPosition({ x: box.left + box.width / 3, y: box.top + box.height / 2 })
}
