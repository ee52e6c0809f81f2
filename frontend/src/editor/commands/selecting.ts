/** Commands that select steps and walk from one to the next. */
import { annotationsOf } from "../../flow/annotating"
import { type Graph, parentOf } from "../../flow/definition"
import { downstream, upstream } from "../../flow/graph"
import { graphOf } from "../adding"
import { type EditorState, type EditorStore, flowOf } from "../store"
import { type Direction, neighbour } from "../walking"
import { command, hasAnySteps, hasOneStep, hasSelection } from "./command"
import { focusStep } from "./places"

export const SELECTING = [
  command({
    name: "selectAll",
    title: "Select all",
    section: "Selection",
    keys: ["Mod+A"],
    menus: ["pane"],
    available: hasAnySteps,
    run: ({ store }) => {
      const state = store.getState()
      const flow = flowOf(state)
      if (flow)
        state.select(
          flow.steps.map((step) => step.id),
          annotationsOf(flow).notes.map((note) => note.id),
        )
    },
  }),
  command({
    name: "selectNone",
    title: "Select none",
    section: "Selection",
    keys: ["Escape"],
    available: (state) => hasSelection(state) || state.adding !== null,
    run: ({ store }) => {
      const state = store.getState()
      if (state.adding) state.ask(null)
      else state.select([])
    },
  }),
  command({
    name: "upstream",
    title: "Select all that comes before",
    section: "Selection",
    keys: ["Shift+ArrowLeft"],
    menus: ["step"],
    synonyms: ["upstream"],
    available: hasOneStep,
    run: ({ store }) => selectReach(store.getState(), upstream),
  }),
  command({
    name: "downstream",
    title: "Select all that follows",
    section: "Selection",
    keys: ["Shift+ArrowRight"],
    menus: ["step"],
    synonyms: ["downstream"],
    available: hasOneStep,
    run: ({ store }) => selectReach(store.getState(), downstream),
  }),
  walking("walkLeft", "Go to the step before", "ArrowLeft"),
  walking("walkRight", "Go to the step after", "ArrowRight"),
  walking("walkUp", "Go to the step above", "ArrowUp"),
  walking("walkDown", "Go to the step below", "ArrowDown"),
] as const

function walking<Name extends string>(name: Name, title: string, direction: Direction) {
  return command({
    name,
    title,
    section: "Selection",
    keys: [direction],
    available: hasAnySteps,
    run: ({ store }) => walk(store, direction),
  })
}

function walk(store: EditorStore, direction: Direction): void {
  const state = store.getState()
  const [from] = state.selected
  // Steps of a collapsed group are not on the way.
  const nodes = state.nodes.filter((node) => !node.hidden)
  const next = from === undefined ? nodes[0]?.id : neighbour(nodes, state.edges, from, direction)
  if (!next) return
  state.select([next])
  state.set({ flight: { steps: [next] } })
  focusStep(next)
}

function selectReach(state: EditorState, reach: typeof upstream): void {
  const flow = flowOf(state)
  const [id] = state.selected
  if (!flow || id === undefined) return
  const graph: Graph = graphOf(flow, parentOf(flow, id)?.id ?? null)
  state.select([...new Set([id, ...reach(graph, id)])])
}
