/** The pages as cards one below the other, and the variables that stand on none. */
import { Button, Text } from "@mantine/core"
import { Plus } from "lucide-react"
import { useEffect, useMemo, useRef, useState } from "react"
import { useBoard } from "./board"
import classes from "./builder.module.css"
import { DragContext, type Dragging, sameTarget } from "./dragging"
import { PageCard } from "./PageCard"
import { HiddenGroup, LooseGroup } from "./VariableGroups"

/** Undo and redo, wherever the focus is: an undone element takes it along. Not while somebody types: a field undoes its own. */
function useBoardKeys() {
  const { deeds, readOnly } = useBoard()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (readOnly || !(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return
      if (event.target instanceof HTMLElement && event.target.closest(OWN_UNDO)) return
      event.preventDefault()
      if (key === "y" || event.shiftKey) deeds.redo()
      else deeds.undo()
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [deeds, readOnly])
}

const OWN_UNDO = "input, textarea, select, [contenteditable=true], [role=dialog]"

export function Draggable({ children }: { children: React.ReactNode }) {
  const [dragged, show] = useState<Dragging["dragged"]>(null)
  const held = useRef<Dragging["dragged"]>(null)
  const [over, setOver] = useState<Dragging["over"]>(null)
  const dragging = useMemo<Dragging>(
    () => ({
      dragged,
      over,
      now: () => held.current,
      begin: (next) => {
        held.current = next
        // Shown a moment later: a browser ends the drag of a thing whose surroundings change while it starts.
        requestAnimationFrame(() => show(held.current))
      },
      hover: (next) => setOver((before) => (sameTarget(before, next) ? before : next)),
      end: () => {
        held.current = null
        show(null)
        setOver(null)
      },
    }),
    [dragged, over],
  )
  useBoardKeys()
  return (
    <DragContext value={dragging}>
      <div className={classes.columns}>{children}</div>
    </DragContext>
  )
}

export function BoardView() {
  const { pages, derived, deeds, readOnly } = useBoard()
  return (
    <section className={classes.board} aria-label="Pages">
      <div className={classes.boardHead}>
        <h2>Pages</h2>
        {!readOnly && (
          <Button variant="default" size="compact-sm" leftSection={<Plus size={14} />} onClick={deeds.addPage}>
            Add page
          </Button>
        )}
      </div>
      {derived && (
        <Text size="xs" c="dimmed" className={classes.note ?? ""}>
          {pages.length > 0
            ? "Nobody has made pages yet, so these follow your variables and flows by themselves. Change one and they are yours."
            : "There is nothing to ask yet. Add an element, and the first page is made for it."}
        </Text>
      )}
      {pages.map((page, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page is its place
        <PageCard key={index} page={page} at={index} />
      ))}
      <LooseGroup />
      <HiddenGroup />
      <Text size="xs" c="dimmed">
        Keys on an element: Alt+↑ and Alt+↓ move it, also to the next page; Enter opens it, Ctrl+D duplicates, Delete
        takes it off, Ctrl+C and Ctrl+V copy and paste, Ctrl+Z undoes.
      </Text>
    </section>
  )
}
