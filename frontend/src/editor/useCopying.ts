/** Copying steps from a canvas that is only looked at. */
import { useEffect } from "react"
import { copied } from "./commands/selection"
import { isTyping } from "./commands/strokes"
import type { EditorStore } from "./store"

/** By the browser's own copy gesture; text in a field, or selected elsewhere on the page, is copied as ever. */
export function useCopying(store: EditorStore): void {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.getSelection()?.isCollapsed === false) return
      const text = copied(store.getState())
      if (text === null) return
      event.clipboardData?.setData("text/plain", text)
      event.preventDefault()
    }
    document.addEventListener("copy", onCopy)
    return () => document.removeEventListener("copy", onCopy)
  }, [store])
}
