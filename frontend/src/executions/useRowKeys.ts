/** Keys of the list: J and K walk the rows, and so do the arrows from a row on; Enter opens one, / goes to the search. */
import { useEffect } from "react"
import { isTyping } from "../editor/commands/strokes"

const STEP: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

export function useRowKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      if (event.target instanceof Element && event.target.closest("[role=dialog], [role=menu], [role=radiogroup]"))
        return
      const inRows = event.target instanceof Element && event.target.matches("[data-row-link]")
      const step = event.key.startsWith("Arrow") && !inRows ? undefined : STEP[event.key]
      const found =
        event.key === "/" ? document.querySelector<HTMLElement>("[data-search]") : step ? neighbour(step) : null
      if (!found) return
      event.preventDefault()
      found.focus()
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  }, [])
}

/** The link of the next row, or of the first when none has the focus. */
function neighbour(step: number): HTMLElement | null {
  const links = [...document.querySelectorAll<HTMLElement>("[data-row-link]")]
  const current = links.indexOf(document.activeElement as HTMLElement)
  if (current < 0) return links[step > 0 ? 0 : links.length - 1] ?? null
  return links[Math.max(0, Math.min(links.length - 1, current + step))] ?? null
}
