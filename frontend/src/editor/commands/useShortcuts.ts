/** Calls commands by key. Nothing fires while somebody types, except what concerns the whole page. */
import { useEffect, useRef } from "react"
import { tell } from "../../ui/Problem"
import { commandFor, keysOf } from "./bindings"
import type { CommandContext } from "./command"
import { pastePlace } from "./editing"
import { copied, pasteText, removeSelected } from "./selection"
import { isTyping } from "./strokes"
import { type CommandName, commandNamed, isUsable } from "./table"

export function useShortcuts(context: CommandContext): void {
  const latest = useRef(context)
  useEffect(() => {
    latest.current = context
  })

  useEffect(() => {
    const cleanUp = new AbortController()
    const { signal } = cleanUp
    // What has the keyboard is asked before anybody reacts: the key that closes a menu must not also reach the canvas.
    let elsewhere = false
    const ask = (event: KeyboardEvent) => {
      elsewhere = isElsewhere(event)
      // A code editor has keys of its own: what concerns the whole page comes before it sees them.
      if (!elsewhere && isTyping(event.target)) onKeyDown(event, latest.current)
      if (event.defaultPrevented) event.stopPropagation()
    }
    window.addEventListener("keydown", ask, { signal, capture: true })
    window.addEventListener("keydown", (event) => elsewhere || onKeyDown(event, latest.current), { signal })
    document.addEventListener("copy", (event) => onCopy(event, latest.current), { signal })
    document.addEventListener("cut", (event) => onCopy(event, latest.current), { signal })
    document.addEventListener("paste", (event) => onPaste(event, latest.current), { signal })
    return () => cleanUp.abort()
  }, [])
}

function onKeyDown(event: KeyboardEvent, context: CommandContext): void {
  const name = commandFor(event)
  if (!name || event.defaultPrevented || (isTyping(event.target) && !commandNamed(name).whileTyping)) return
  const command = commandNamed(name)
  if (command.byBrowser && usesOwnKeys(name) && isClipboardKey(event)) return
  if (!isUsable(command, context.store.getState(), context.page)) {
    // Ctrl+D with nothing selected should not bookmark the page.
    if (event.ctrlKey || event.metaKey) event.preventDefault()
    return
  }
  if (command.run({ ...context, stroke: event }) !== false) event.preventDefault()
}

/** A dialog or a menu has the keyboard, or a button that the key itself would press. */
function isElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector("[role=dialog][aria-modal=true], [role=menu]")) return true
  if (event.key === "Escape" && document.querySelector("[role=dialog], [role=listbox]")) return true
  const onControl =
    event.target instanceof Element && event.target.closest("button, a, input, [role=tab], [role=option]") !== null
  const plain = !event.ctrlKey && !event.metaKey
  return onControl && plain && (event.key === "Enter" || event.key === "Tab" || event.key.startsWith("Arrow"))
}

/** The browser turns these into copy, cut and paste events. */
const isClipboardKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && /^[cxv]$/i.test(event.key)

/** Whoever gave the command other keys does not mean the browser's. */
const usesOwnKeys = (name: CommandName): boolean => keysOf(name).some((keys) => commandNamed(name).keys.includes(keys))

const hasTextSelected = (): boolean => (window.getSelection()?.toString() ?? "") !== ""

function onCopy(event: ClipboardEvent, { store }: CommandContext): void {
  const cuts = event.type === "cut"
  if (isTyping(event.target) || hasTextSelected() || !usesOwnKeys(cuts ? "cut" : "copy")) return
  const text = copied(store.getState())
  if (text === null) return
  event.clipboardData?.setData("text/plain", text)
  event.preventDefault()
  if (cuts) removeSelected(store.getState())
}

function onPaste(event: ClipboardEvent, { store, view }: CommandContext): void {
  if (isTyping(event.target) || store.getState().readOnly || !usesOwnKeys("paste")) return
  const text = event.clipboardData?.getData("text/plain") ?? ""
  if (pasteText(store, text, pastePlace(view))) event.preventDefault()
  else if (text.trim().startsWith("{")) tell("This text holds no steps, so nothing was pasted.")
}
