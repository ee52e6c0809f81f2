/** A search field over a list: arrows move through it, Enter takes, Escape leaves; the keyboard stays in the field. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react"

interface Listbox {
  /** The option that Enter would take. */
  active: number
  setActive: (index: number) => void
  optionId: (index: number) => string
  /** For the field. */
  field: {
    role: "combobox"
    "aria-expanded": true
    "aria-autocomplete": "list"
    "aria-controls": string
    "aria-activedescendant": string | undefined
    onKeyDown: (event: KeyboardEvent) => void
  }
  /** For the list, which says itself that it is a listbox. */
  list: { ref: React.RefObject<HTMLDivElement | null>; id: string }
}

export function useListbox(
  count: number,
  choose: (index: number) => void,
  leave: (key: "Escape" | "Tab") => void,
): Listbox {
  const id = useId()
  const [at, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const active = Math.max(0, Math.min(at, count - 1))
  const optionId = (index: number) => `${id}-${index}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another option is the active one
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" })
  }, [active, count])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (event.nativeEvent.isComposing) return
    if (step && Math.abs(step) === 1) setActive((active + step + count) % Math.max(1, count))
    else if (step) setActive(Math.max(0, Math.min(active + step, count - 1)))
    else if (event.key === "Enter" && count > 0) choose(active)
    else if (event.key === "Escape" || event.key === "Tab") leave(event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return {
    active,
    setActive,
    optionId,
    field: {
      role: "combobox",
      "aria-expanded": true,
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-activedescendant": count > 0 ? optionId(active) : undefined,
      onKeyDown,
    },
    list: { ref: list, id },
  }
}
