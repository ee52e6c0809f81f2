/**
 * What a command is: its words, its keys, when it can be had, and what it does.
 *
 * For: the shape that the table's parts fill in. Keys, menus, tooltips, the palette and the help window are all drawn from it.
 * Not here: the commands (`adding`, `editing`, ...), which keys a person chose instead (`bindings`).
 */
import type { ReactFlowInstance } from "@xyflow/react"
import type { Part } from "../../bench/pinning"
import type { Point } from "../../flow/definition"
import type { DrawingNode } from "../drawings"
import type { EditorState, EditorStore } from "../store"
import type { UrlKind } from "../urls"
import type { LinkEdgeType, StepNodeType } from "../view"

/** In the order in which menus, the palette and the help window list them. */
export const SECTIONS = ["Steps", "Edit", "Selection", "Arrange", "View", "Test and publish", "Help"] as const

export type Section = (typeof SECTIONS)[number]

/** What was clicked with the right button. */
export type Place = "step" | "link" | "pane" | "note" | "group"

export type View = ReactFlowInstance<StepNodeType | DrawingNode, LinkEdgeType>

/** The page around the canvas: what is open on it, and what only it can do. */
export interface EditorPage {
  integrationId: string
  palette: boolean
  togglePalette: () => void
  /** The settings of what is selected are shown. */
  settings: boolean
  toggleSettings: () => void
  /** The flow is shown as a list instead of on the canvas. */
  listing: boolean
  toggleList: () => void
  testing: boolean
  setTesting: (testing: boolean) => void
  /** Runs the flow up to a step, or a step alone, with the payload of the test bench. */
  tryPart: (part: Part) => void
  publish: () => void
  /** Saves now, and offers to make a version of it; asked again, it does. */
  save: () => void
  copyUrl: (kind: UrlKind) => void
  showKeys: () => void
  /** Opens the find bar, or gives it the keyboard again. */
  find: () => void
}

export interface CommandContext {
  store: EditorStore
  view: View
  page: EditorPage
  openMenu: (menu: { place: Place; at: Point }) => void
  showCommands: () => void
  /** The key that called it. Absent when a menu, a button or the palette did. */
  stroke?: KeyboardEvent
  /** Where a context menu was opened, in screen pixels. */
  at?: Point
}

export interface Command<Name extends string = string> {
  name: Name
  /** In the imperative, sentence case: it is a menu item. */
  title: string
  /** The title now, where it depends: "Enable" for "Disable or enable". */
  titleNow?: (state: EditorState, page: EditorPage) => string
  section: Section
  /** `Mod` is Ctrl, or Cmd on a Mac. */
  keys: readonly string[]
  /** In the context menus of these. */
  menus?: readonly Place[]
  /** The submenu that holds it there. */
  submenu?: string
  /** Other words that people search for. */
  synonyms?: readonly string[]
  /** Changes the document: nobody who may only read is offered it. */
  edits?: boolean
  /** Concerns the page, not the text: its keys work in a field too. */
  whileTyping?: boolean
  /** The default keys fire an event of the browser's own, which does it without asking for a permission. */
  byBrowser?: boolean
  /** Absent: always. */
  available?: (state: EditorState, page: EditorPage) => boolean
  /** Why it cannot be had when it is not available, for the tooltip of its button. */
  lacking?: string
  /** `false` leaves the key to the browser. */
  run: (context: CommandContext) => unknown
}

/** Keeps the name's literal type, so that the table knows every name. */
export const command = <Name extends string>(definition: Command<Name>): Command<Name> => definition

export const hasSteps = (state: EditorState): boolean => state.selected.length > 0
export const hasOneStep = (state: EditorState): boolean => state.selected.length === 1
export const hasThings = (state: EditorState): boolean => state.selected.length + state.selectedNotes.length > 0
export const hasSelection = (state: EditorState): boolean => hasThings(state) || state.selectedEdges.length > 0
export const hasFlow = (state: EditorState): boolean => state.flowKey !== ""
export const hasAnySteps = (state: EditorState): boolean => state.nodes.length > 0
