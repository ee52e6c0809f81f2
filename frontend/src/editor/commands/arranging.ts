/** Commands that move steps without changing what they mean. */
import { type Alignment, aligned, type Box, boxesOf, distributed } from "../../flow/aligning"
import type { Flow, Layout, Point } from "../../flow/definition"
import { tellProblem } from "../../ui/Problem"
import { type EditorState, type EditorStore, flowOf } from "../store"
import { command, hasAnySteps, hasThings } from "./command"
import { nudge } from "./selection"

export const ARRANGING = [
  command({
    name: "tidy",
    title: "Tidy up",
    titleNow: (state) => (state.selected.length > 1 ? "Tidy up the selection" : "Tidy up"),
    section: "Arrange",
    keys: ["Shift+Alt+T"],
    menus: ["step", "pane"],
    synonyms: ["layout", "arrange", "clean", "format"],
    edits: true,
    available: hasAnySteps,
    run: ({ store }) => void tidy(store).catch(tellProblem),
  }),
  aligning("alignLeft", "Align left edges", "left"),
  aligning("alignCentre", "Align centres", "centre"),
  aligning("alignRight", "Align right edges", "right"),
  aligning("alignTop", "Align top edges", "top"),
  aligning("alignMiddle", "Align middles", "middle"),
  aligning("alignBottom", "Align bottom edges", "bottom"),
  arranging("distributeHorizontally", "Distribute horizontally", 3, (boxes) => distributed(boxes, "horizontally")),
  arranging("distributeVertically", "Distribute vertically", 3, (boxes) => distributed(boxes, "vertically")),
  nudging("nudgeLeft", "Move left", "Alt+ArrowLeft", { x: -1, y: 0 }),
  nudging("nudgeRight", "Move right", "Alt+ArrowRight", { x: 1, y: 0 }),
  nudging("nudgeUp", "Move up", "Alt+ArrowUp", { x: 0, y: -1 }),
  nudging("nudgeDown", "Move down", "Alt+ArrowDown", { x: 0, y: 1 }),
] as const

function aligning<Name extends string>(name: Name, title: string, how: Alignment) {
  return arranging(name, title, 2, (boxes) => aligned(boxes, how))
}

function arranging<Name extends string>(
  name: Name,
  title: string,
  needed: number,
  arrange: (boxes: readonly Box[]) => Layout,
) {
  return command({
    name,
    title,
    section: "Arrange",
    keys: [],
    menus: ["step"],
    submenu: "Align and distribute",
    edits: true,
    available: ({ selected }) => selected.length >= needed,
    run: ({ store }) => {
      const state = store.getState()
      const flow = flowOf(state)
      if (flow) move(state, flow, arrange(boxesOf(flow, state.selected)), title)
    },
  })
}

function nudging<Name extends string>(name: Name, title: string, keys: string, by: Point) {
  return command({
    name,
    title,
    section: "Arrange",
    keys: [keys],
    edits: true,
    available: hasThings,
    run: ({ store }) => nudge(store.getState(), by),
  })
}

/** What lays flows out is loaded when it is first asked for. */
async function tidy(store: EditorStore): Promise<void> {
  const { tidied, tidyScope } = await import("../../flow/tidying")
  const state = store.getState()
  const flow = flowOf(state)
  if (!flow) return
  const scope = tidyScope(flow, state.selected)
  move(state, flow, tidied(flow, scope), "Tidy up")
  store.getState().set({ flight: { steps: [...(scope ?? flow.steps.map((step) => step.id))] } })
}

function move(state: EditorState, flow: Flow, positions: Layout, label: string): void {
  if (Object.keys(positions).length > 0) state.edit({ kind: "moveSteps", flow: flow.key, positions }, { label })
}
