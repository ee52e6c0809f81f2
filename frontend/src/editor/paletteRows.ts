/** The palette as the rows that can be seen, from top to bottom, and where a key goes from one of them. */
import type { Component } from "../api/types"
import type { Group } from "./catalogue"

interface Row {
  id: string
  level: number
  /** Among its like: "3 of 8" for a screen reader. */
  place: number
  of: number
}
export interface GroupRow extends Row {
  kind: "group"
  name: string
  open: boolean
}
export interface ComponentRow extends Row {
  kind: "component"
  component: Component
}
export type PaletteRow = GroupRow | ComponentRow

/** What somebody opened or closed; the others are as they come. */
export type Folding = Readonly<Record<string, boolean>>

export function rowsOfGroups(groups: readonly Group[], folding: Folding): PaletteRow[] {
  return groups.flatMap((group, index): PaletteRow[] => {
    const open = folding[group.name] ?? !group.folds
    const id = `group ${group.name}`
    const head: GroupRow = { kind: "group", id, name: group.name, open, level: 1, place: index + 1, of: groups.length }
    return [head, ...(open ? rowsOf(group.components, 2) : [])]
  })
}

export function rowsOf(components: readonly Component[], level = 1): ComponentRow[] {
  const of = components.length
  return components.map((component, index) => ({
    kind: "component",
    id: component.key,
    component,
    level,
    place: index + 1,
    of,
  }))
}

export type Move =
  | { kind: "to"; row: number }
  | { kind: "fold"; group: string; open: boolean }
  | { kind: "take" }
  /** Back into the field above. */
  | { kind: "search" }

/**
 * What a key means in the tree, as WAI-ARIA says it; null for a key that is not of the tree.
 *
 * From the first row up is the field, which belongs to the same tab stop. Letters and figures are for the search.
 */
export function moveOf(key: string, rows: readonly PaletteRow[], at: number): Move | null {
  const row = rows[at]
  if (!row) return null
  switch (key) {
    case "ArrowDown":
      return { kind: "to", row: Math.min(at + 1, rows.length - 1) }
    case "ArrowUp":
      return at === 0 ? { kind: "search" } : { kind: "to", row: at - 1 }
    case "Home":
      return { kind: "to", row: 0 }
    case "End":
      return { kind: "to", row: rows.length - 1 }
    case "PageDown":
      return { kind: "to", row: Math.min(at + 8, rows.length - 1) }
    case "PageUp":
      return { kind: "to", row: Math.max(at - 8, 0) }
    case "ArrowRight":
      if (row.kind !== "group") return { kind: "to", row: at }
      return row.open ? { kind: "to", row: Math.min(at + 1, rows.length - 1) } : folded(row, true)
    case "ArrowLeft":
      if (row.kind === "group") return row.open ? folded(row, false) : { kind: "to", row: at }
      return { kind: "to", row: headOf(rows, at) }
    case "Enter":
    case " ":
      return row.kind === "group" ? folded(row, !row.open) : { kind: "take" }
    case "Escape":
    case "Backspace":
      return { kind: "search" }
    default:
      return /^[\p{L}\p{N}]$/u.test(key) ? { kind: "search" } : null
  }
}

const folded = (row: GroupRow, open: boolean): Move => ({ kind: "fold", group: row.name, open })

/** The group a component stands in; what was found stands in none. */
function headOf(rows: readonly PaletteRow[], at: number): number {
  const head = rows.slice(0, at).findLastIndex((row) => row.kind === "group")
  return head === -1 ? at : head
}
