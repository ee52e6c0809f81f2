/**
 * Everything that can be put on the canvas, at its left: searched, grouped, dragged or clicked.
 *
 * For the keyboard one tab stop, however much there is: Tab comes to the search, arrows go down into the tree, and letters typed
 * there go on searching.
 */
import { Input, VisuallyHidden } from "@mantine/core"
import { Search } from "lucide-react"
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react"
import type { Component } from "../api/types"
import { grouped, nameOf } from "./catalogue"
import classes from "./Palette.module.css"
import { PaletteHead, PaletteItem } from "./PaletteItem"
import { type Folding, moveOf, type PaletteRow, rowsOf, rowsOfGroups } from "./paletteRows"
import { searchComponents } from "./searching"
import { useEditor } from "./store"
import { useAddComponent } from "./useAddComponent"

export function Palette() {
  const components = useEditor((state) => state.components)
  const readOnly = useEditor((state) => state.readOnly)
  const [search, setSearch] = useState("")
  const [folding, setFolding] = useState<Folding>({})
  const addToCanvas = useAddComponent()
  const field = useRef<HTMLInputElement>(null)
  const tree = useRef<HTMLDivElement>(null)
  const id = useId()
  const searching = search.trim() !== ""
  const rows = useMemo((): PaletteRow[] => {
    const found = searchComponents(Object.values(components), search)
    return searching ? rowsOf(found) : rowsOfGroups(grouped(found), folding)
  }, [components, search, searching, folding])
  const add = (component: Component) => !readOnly && addToCanvas(component)
  const fold = (group: string, open: boolean) => setFolding((old) => ({ ...old, [group]: open }))
  const focusRow = (row: number) => tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[row]?.focus()

  const onFieldKey = (event: KeyboardEvent) => {
    const [first] = rows
    if (event.nativeEvent.isComposing) return
    if (event.key === "ArrowDown") focusRow(0)
    else if (event.key === "Enter" && searching && first?.kind === "component") add(first.component)
    else if (event.key === "Escape" && search) setSearch("")
    else return
    event.preventDefault()
  }
  const onTreeKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const items = [...event.currentTarget.querySelectorAll("[role=treeitem]")]
    const at = items.indexOf(document.activeElement ?? event.currentTarget)
    const move = moveOf(event.key, rows, at)
    if (!move) return
    event.stopPropagation() // on the canvas the same keys walk, add and delete
    const row = rows[at]
    // The letter itself, or Backspace, is then for the field, which has the focus when the browser writes it.
    if (move.kind === "search") field.current?.focus()
    else if (move.kind === "to") focusRow(move.row)
    else if (move.kind === "fold") fold(move.group, move.open)
    else if (row?.kind === "component") add(row.component)
    if (move.kind !== "search") event.preventDefault()
  }

  return (
    <section className={classes.palette} aria-label="Components">
      <div className={classes.search}>
        <Input
          ref={field}
          role="combobox"
          aria-label="Search components"
          aria-controls={`${id}-tree`}
          aria-haspopup="tree"
          aria-expanded={rows.length > 0}
          size="xs"
          withAria={false} // else Mantine puts its own aria-describedby, which is empty, over this one
          aria-describedby={`${id}-keys`}
          placeholder="Search components"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onFieldKey}
        />
      </div>
      <VisuallyHidden id={`${id}-keys`}>
        {readOnly ? "Arrow down goes to the components." : "Arrow down goes to the components, Enter adds one."}
      </VisuallyHidden>
      <VisuallyHidden role="status">{searching && counted(rows)}</VisuallyHidden>
      {rows.length === 0 ? (
        <p className={classes.none}>No component matches “{search}”.</p>
      ) : (
        // It scrolls, and a browser makes what scrolls a tab stop unless it is told otherwise.
        <div
          ref={tree}
          id={`${id}-tree`}
          role="tree"
          tabIndex={-1}
          className={classes.list}
          aria-label="Components to add"
          onKeyDown={onTreeKey}
        >
          {rows.map((row, index) =>
            row.kind === "group" ? (
              <PaletteHead key={row.id} row={row} onFold={() => fold(row.name, !row.open)} />
            ) : (
              <PaletteItem
                key={row.id}
                row={row}
                found={searching}
                next={searching && index === 0}
                onAdd={() => add(row.component)}
              />
            ),
          )}
        </div>
      )}
    </section>
  )
}

/** Said by a screen reader while somebody types. */
function counted([first, ...others]: readonly PaletteRow[]): string {
  if (first?.kind !== "component") return "No component matches."
  return `${others.length + 1} found, first: ${nameOf(first.component)}.`
}
