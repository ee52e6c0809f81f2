import { useEffect, useRef } from "react"

/** Ctrl+Enter (Cmd on a Mac) anywhere on the page, in fields too: it is how one runs what one is typing. */
export function useRunKey(run: (() => void) | null): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      // The code editors would put a line in.
      event.stopPropagation()
      latest.current?.()
    }
    window.addEventListener("keydown", onKey, { capture: true })
    return () => window.removeEventListener("keydown", onKey, { capture: true })
  }, [])
}
