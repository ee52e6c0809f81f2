/**
 * The open draft: its history, the flow on the canvas, what is selected.
 *
 * For: one store per open editor; components read from it narrowly, by id. Every change of the document is an operation.
 * Not here: saving (`saving`), server data (the query cache), what tests returned (`samples`).
 */
import type { EdgeChange, NodeChange } from "@xyflow/react"
import { createContext, useContext } from "react"
import { createStore, type StoreApi, useStore } from "zustand"
import type { Component } from "../api/types"
import { type Definition, type Flow, findFlow, type Link, type Point, type Problem } from "../flow/definition"
import type { ChangeKind } from "../flow/diff"
import { type History, jump, record, startHistory } from "../flow/history"
import { apply, type Operation } from "../flow/operations"
import { canvasActions } from "./canvasActions"
import { type DrawingNode, noteIdOf, noteNodeId, unfolded } from "./drawings"
import {
  EMPTY_VIEW,
  type FlowView,
  type LinkEdgeType,
  linkOf,
  problemsByStep,
  type Selection,
  type StepNodeType,
  viewOf,
} from "./view"

/** A wish for a new step: where, and what it is to be linked to. It opens the window that asks which. */
export interface AddRequest {
  /** Where the window opens, in screen pixels. */
  screen: Point
  /** Where the step goes, in canvas pixels; beside its source when absent. */
  at?: Point
  parent: string | null
  after?: { step: string; outlet: string }
  /** Before this step: what led to it leads to the newcomer. */
  before?: string
  link?: Link
  /** Beside nothing: a place is found for it. */
  unlinked?: boolean
}

/** How one step went in a run that is shown on the canvas. */
export interface RunMark {
  status: string
  durationUs?: number
  /** How often it ran or was skipped. */
  count?: number
  /** How many of those ended with this status, where not all did. */
  alike?: number
  /** How many tries it took, where that was more than one. */
  attempts?: number
}

/** How a step or a link differs from another version; `was` is the old id of a renamed step. */
export interface ChangeMark {
  kind: ChangeKind
  was?: string
}

export interface EditOptions {
  /** What was done, for the undo button: "Delete 2 steps". */
  label: string
  /** Edits of one burst become one undo entry. */
  burst?: string
  /** What is selected afterwards: these steps and these notes, and nothing else. */
  select?: string[]
  selectNotes?: string[]
}

export interface EditorData extends FlowView {
  readOnly: boolean
  components: Record<string, Component>
  history: History<Definition>
  flowKey: string
  /** Ids of steps. */
  selected: string[]
  selectedNotes: string[]
  selectedEdges: string[]
  problems: Problem[]
  stepProblems: Record<string, Problem[]>
  adding: AddRequest | null
  /** The edge or container that lights up because a dragged component would go into it. */
  dropEdge: string | null
  /** The steps that stay while a drag with Alt takes copies along. */
  ghosts: readonly string[]
  /** The edge under the pointer; its buttons show. */
  hoverEdge: string | null
  runs: Record<string, RunMark>
  /** What differs from another version, by step id and by edge id, where two are compared. */
  changes: Record<string, ChangeMark>
  /** How often the run that is shown took each link, by the id of its edge. */
  linkCounts: Record<string, number>
  /** Where the canvas is asked to go; a new object each time. `near`: so near that the step can be read. */
  flight: { steps: string[]; near?: boolean } | null
  /** The field that the inspector should show, named by a problem or found by a search that goes on; `OF_THE_FLOW` for a flow's. */
  wantedField: { step: string; field: string; keepFocus?: boolean } | null
  /** The node of the note or group whose text is being written on the canvas. */
  writing: string | null
}

export interface EditorActions {
  edit: (operation: Operation, options: EditOptions) => boolean
  undo: () => void
  redo: () => void
  /** To another moment of the history: `-2` undoes twice. */
  travelBy: (by: number) => void
  openFlow: (key: string, select?: string[]) => void
  select: (steps: string[], notes?: string[]) => void
  selectEdge: (id: string) => void
  onNodesChange: (changes: NodeChange<StepNodeType | DrawingNode>[]) => void
  onEdgesChange: (changes: EdgeChange<LinkEdgeType>[]) => void
  /** Steps, notes and frames were dragged and let go; steps go into `group` when one is named. */
  dropNodes: (ids: ReadonlySet<string>, group?: string) => void
  setProblems: (problems: Problem[]) => void
  /** Takes a document that was made elsewhere: saved by somebody else, or an old version. Ours stays one undo away. */
  adopt: (document: Definition, problems: Problem[], label?: string) => void
  ask: (request: AddRequest | null) => void
  set: (
    change: Partial<
      Pick<EditorData, "dropEdge" | "ghosts" | "hoverEdge" | "runs" | "changes" | "flight" | "wantedField" | "writing">
    >,
  ) => void
}

export type EditorState = EditorData & EditorActions
export type EditorStore = StoreApi<EditorState>

export interface EditorSetup {
  document: Definition
  components: readonly Component[]
  problems?: Problem[]
  flowKey?: string | undefined
  readOnly?: boolean
}

export const documentOf = (state: EditorData): Definition => state.history.present.document
export const flowOf = (state: EditorData): Flow | undefined => findFlow(documentOf(state), state.flowKey)

export function createEditorStore(setup: EditorSetup): EditorStore {
  return createStore<EditorState>((set, get) => ({ ...initialData(setup), ...actions(set, get) }))
}

export const NO_IDS: readonly string[] = []

function initialData({ document, components, problems = [], flowKey, readOnly = false }: EditorSetup): EditorData {
  const byKey = Object.fromEntries(components.map((component) => [component.key, component]))
  const flow = findFlow(document, flowKey ?? "") ?? document.flows[0]
  return {
    readOnly,
    components: byKey,
    history: startHistory(document),
    flowKey: flow?.key ?? "",
    ...(flow ? viewOf(readOnly ? unfolded(flow) : flow, EMPTY_VIEW, byKey) : EMPTY_VIEW),
    selected: [],
    selectedNotes: [],
    selectedEdges: [],
    problems,
    stepProblems: problemsByStep(problems, flow?.key ?? ""),
    adding: null,
    dropEdge: null,
    ghosts: NO_IDS,
    hoverEdge: null,
    runs: {},
    linkCounts: {},
    changes: {},
    flight: null,
    wantedField: null,
    writing: null,
  }
}

export type GetState = () => EditorState
export type SetState = (change: Partial<EditorState>) => void

/** The data that follows from a document and the flow that is shown. */
function shown(
  state: EditorData,
  history: History<Definition>,
  flowKey: string,
  select?: Selection,
): Partial<EditorData> {
  const document = history.present.document
  const flow = findFlow(document, flowKey) ?? document.flows[0]
  const key = flow?.key ?? ""
  const before = key === state.flowKey ? state : EMPTY_VIEW
  const view = flow ? viewOf(state.readOnly ? unfolded(flow) : flow, before, state.components, select) : EMPTY_VIEW
  const edges = new Set(view.edges.map((edge) => edge.id))
  return {
    ...view,
    history,
    flowKey: key,
    selected: view.nodes.filter((node) => node.selected).map((node) => node.id),
    selectedNotes: selectedNotesOf(view.drawings),
    writing: view.drawings.some((node) => node.id === state.writing) ? state.writing : null,
    selectedEdges: state.selectedEdges.filter((id) => edges.has(id)),
    stepProblems: problemsByStep(state.problems, key),
  }
}

export const selectedNotesOf = (drawings: readonly DrawingNode[]): string[] =>
  drawings.filter((node) => node.selected).flatMap((node) => noteIdOf(node.id) ?? [])

function actions(set: SetState, get: GetState): EditorActions {
  return { ...documentActions(set, get), ...canvasActions(set, get) }
}

function documentActions(set: SetState, get: GetState) {
  const travel = (by: number) => {
    const state = get()
    const history = jump(state.history, by)
    if (history === state.history) return
    // Undo shows where the undone edit was, redo where the redone one is.
    const { focus } = (by < 0 ? state.history : history).present
    const key = focus.flow ?? state.flowKey
    set(shown(state, history, key))
    const now = get()
    const exists = (id: string) => now.steps[id] !== undefined || now.drawings.some((node) => node.id === id)
    const there = [focus.steps, focus.before ?? []].map((ids) => ids.filter(exists)).find((ids) => ids.length > 0)
    if (!there) return
    if (now.selected.length + now.selectedNotes.length === 0)
      now.select(
        there.filter((id) => now.steps[id]),
        there.flatMap((id) => noteIdOf(id) ?? []),
      )
    set({ flight: { steps: there } })
  }
  return {
    edit: (operation: Operation, { label, burst, select, selectNotes = [] }: EditOptions) => {
      const state = get()
      const document = documentOf(state)
      const next = state.readOnly ? document : apply(document, operation)
      if (next === document) return false
      const flow = "flow" in operation && typeof operation.flow === "string" ? operation.flow : state.flowKey
      const notes = select ? selectNotes : state.selectedNotes
      const steps = [...(select ?? state.selected), ...notes.map(noteNodeId)]
      const before = [...state.selected, ...state.selectedNotes.map(noteNodeId)]
      const entry = { document: next, label, focus: { flow, steps, before } }
      const selection = select && { steps: select, notes: selectNotes }
      set(shown(state, record(state.history, entry, Date.now(), burst ?? null), state.flowKey, selection))
      return true
    },
    undo: () => travel(-1),
    redo: () => travel(1),
    travelBy: travel,
    adopt: (document: Definition, problems: Problem[], label = "Take the other draft") => {
      const state = get()
      const entry = { document, label, focus: { flow: null, steps: [] } }
      set({ ...shown({ ...state, problems }, record(state.history, entry, Date.now()), state.flowKey), problems })
    },
    setProblems: (problems: Problem[]) => set({ problems, stepProblems: problemsByStep(problems, get().flowKey) }),
    openFlow: (key: string, select: string[] = []) => {
      const state = get()
      if (key !== state.flowKey) {
        const selection = { steps: select, notes: [] }
        set({ ...shown(state, state.history, key, selection), adding: null, selectedEdges: [] })
      } else if (select.length > 0) get().select(select)
    },
  }
}

/** In place of a step's id. */
export const OF_THE_FLOW = ""

export const EditorContext = createContext<EditorStore | null>(null)

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext)
  if (!store) throw new Error("This belongs below an EditorContext")
  return store
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select)
}

/** The links of the selected edges. */
export const selectedLinks = (state: EditorData): Link[] =>
  state.edges.filter((edge) => state.selectedEdges.includes(edge.id)).map(linkOf)
