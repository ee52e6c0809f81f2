/** The keys of the canvas: one table for what they do, how they are shown, and the help window. */

export type CommandName =
  | "add"
  | "open"
  | "rename"
  | "remove"
  | "undo"
  | "redo"
  | "duplicate"
  | "selectAll"
  | "selectNone"
  | "disable"
  | "zoomIn"
  | "zoomOut"
  | "zoomFull"
  | "fit"
  | "fitSelection"
  | "walk"
  | "nudge"
  | "upstream"
  | "downstream"
  | "test"
  | "publish"
  | "save"
  | "find"
  | "help"

export interface Binding {
  command: CommandName
  /** `Mod` is Ctrl, or Cmd on a Mac. */
  keys: string[]
  title: string
}

export const BINDINGS: readonly Binding[] = [
  { command: "add", keys: ["N", "Tab"], title: "Add a step" },
  { command: "open", keys: ["Enter"], title: "Open the step's settings" },
  { command: "rename", keys: ["F2"], title: "Rename the label" },
  { command: "remove", keys: ["Delete", "Backspace"], title: "Delete" },
  { command: "undo", keys: ["Mod+Z"], title: "Undo" },
  { command: "redo", keys: ["Mod+Shift+Z", "Mod+Y"], title: "Redo" },
  { command: "duplicate", keys: ["Mod+D"], title: "Duplicate" },
  { command: "selectAll", keys: ["Mod+A"], title: "Select all" },
  { command: "selectNone", keys: ["Escape"], title: "Select none" },
  { command: "disable", keys: ["D"], title: "Disable or enable" },
  { command: "walk", keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], title: "Walk to a neighbour" },
  {
    command: "nudge",
    keys: ["Alt+ArrowLeft", "Alt+ArrowRight", "Alt+ArrowUp", "Alt+ArrowDown"],
    title: "Move the step",
  },
  { command: "upstream", keys: ["Shift+ArrowLeft"], title: "Select all that comes before" },
  { command: "downstream", keys: ["Shift+ArrowRight"], title: "Select all that follows" },
  { command: "zoomIn", keys: ["+", "="], title: "Zoom in" },
  { command: "zoomOut", keys: ["-"], title: "Zoom out" },
  { command: "zoomFull", keys: ["0"], title: "Zoom to 100 %" },
  { command: "fit", keys: ["1"], title: "Show the whole flow" },
  { command: "fitSelection", keys: ["2"], title: "Show the selection" },
  { command: "test", keys: ["Mod+Enter"], title: "Test" },
  { command: "save", keys: ["Mod+S"], title: "Save now" },
  { command: "publish", keys: ["Shift+P"], title: "Publish" },
  { command: "find", keys: ["Mod+F"], title: "Search the components" },
  { command: "help", keys: ["?"], title: "Show all keys" },
]

/** Copy, cut and paste come from the browser's own events, so that they work without a permission. */
export const CLIPBOARD_KEYS: readonly Omit<Binding, "command">[] = [
  { keys: ["Mod+C"], title: "Copy as JSON text" },
  { keys: ["Mod+X"], title: "Cut" },
  { keys: ["Mod+V"], title: "Paste, also from a chat" },
]

export const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform)

type Stroke = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">

/** The key without its modifiers. Letters and digits count by place too, for layouts where they carry another sign. */
function matchesKey(stroke: Stroke, key: string): boolean {
  if (stroke.key.toLowerCase() === key.toLowerCase()) return true
  return /^[A-Z]$/.test(key)
    ? stroke.code === `Key${key}`
    : /^\d$/.test(key) && stroke.code === `Digit${key}` && !stroke.shiftKey
}

function matches(stroke: Stroke, combination: string, mac: boolean): boolean {
  const parts = combination === "+" ? ["+"] : combination.split("+")
  const key = parts.at(-1) ?? ""
  const mod = mac ? stroke.metaKey : stroke.ctrlKey
  if (parts.includes("Mod") !== mod || parts.includes("Alt") !== stroke.altKey) return false
  // Signs such as ? and + may need Shift to be typed at all.
  const sign = /^[^A-Za-z0-9]$/.test(key)
  return (sign || parts.includes("Shift") === stroke.shiftKey) && matchesKey(stroke, key)
}

export function commandFor(stroke: Stroke, mac: boolean = isMac): CommandName | null {
  return BINDINGS.find((binding) => binding.keys.some((keys) => matches(stroke, keys, mac)))?.command ?? null
}

/** Shortcuts never fire while somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, textarea, select, [contenteditable=true], .cm-editor") !== null
  )
}

export function shown(combination: string): string {
  return combination
    .replace("Mod", isMac ? "⌘" : "Ctrl")
    .replace("ArrowLeft", "←")
    .replace("ArrowRight", "→")
    .replace("ArrowUp", "↑")
    .replace("ArrowDown", "↓")
    .replace("Escape", "Esc")
}
