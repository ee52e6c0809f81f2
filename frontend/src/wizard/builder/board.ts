/**
 * The board of the wizard's pages: what stands on it, what is chosen, and the one way to change it.
 *
 * For: every gesture of the builder as one undo entry of the open draft. Pages that are only derived become the builder's own
 * with the first change of them.
 * Not here: the pure edits (`flow/pageEdits`), drawing.
 */
import { createContext, useContext } from "react"
import type { NewNames } from "../../flow/configRenaming"
import type { ConfigVariable, Definition, Problem } from "../../flow/definition"
import type { Spot } from "../../flow/pageEdits"
import type { ConfigPage, PageElement } from "../../flow/pages"

export type Chosen =
  | { kind: "element"; spot: Spot }
  | { kind: "page"; page: number }
  | { kind: "variable"; key: string }
  | null

/** What is being dragged: from the palette, from a page, or a variable that is on none. */
export type Dragged =
  | { kind: "new"; make: () => PageElement }
  | { kind: "newVariable" }
  | { kind: "element"; spot: Spot }
  | { kind: "variable"; key: string }

export type Target = { kind: "spot"; spot: Spot } | { kind: "loose" } | { kind: "hidden" }

export interface Board {
  definition: Definition
  pages: ConfigPage[]
  /** Nobody made these pages yet. */
  derived: boolean
  variables: ConfigVariable[]
  /** Seen by customers, and on no page. */
  loose: ConfigVariable[]
  hidden: ConfigVariable[]
  problems: Problem[]
  readOnly: boolean
  /** The preview follows what is chosen; its settings may be open. */
  chosen: Chosen
  open: boolean
  choose: (chosen: Chosen, open?: boolean) => void
  /** Chooses it, scrolls there and gives it the focus. */
  fly: (chosen: Chosen, open?: boolean) => void
  deeds: Deeds
}

export interface Deeds {
  /** Where something dragged is let go. */
  drop: (dragged: Dragged, target: Target) => void
  /** Beside what is chosen, else at the end. */
  add: (make: () => PageElement) => void
  addVariable: () => void
  putOnPage: (key: string) => void
  changeElement: (spot: Spot, element: PageElement, field: string) => void
  step: (spot: Spot, by: -1 | 1) => void
  duplicate: (spot: Spot) => void
  takeOff: (spot: Spot) => void
  paste: (elements: PageElement[]) => void
  addPage: () => void
  changePage: (page: number, change: Partial<Omit<ConfigPage, "elements">>, field: string) => void
  movePage: (page: number, by: -1 | 1) => void
  duplicatePage: (page: number) => void
  removePage: (page: number) => void
  changeVariable: (index: number, next: ConfigVariable, field: string) => void
  renameVariable: (key: string, to: NewNames) => void
  removeVariable: (key: string) => void
  setHidden: (key: string, hidden: boolean) => void
  undo: () => void
  redo: () => void
}

export const BoardContext = createContext<Board | null>(null)

export function useBoard(): Board {
  const board = useContext(BoardContext)
  if (!board) throw new Error("This belongs onto the board of the wizard")
  return board
}

/** The name a chosen place goes by in the page: what problems name, and what the focus is sent to. */
export const placeName = (chosen: NonNullable<Chosen>): string => {
  if (chosen.kind === "variable") return `variable ${chosen.key}`
  if (chosen.kind === "page") return `configPages[${chosen.page}]`
  return `configPages[${chosen.spot.page}].elements[${chosen.spot.index}]`
}
