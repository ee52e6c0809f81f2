/** Commands that put steps on the canvas, and lead to what a step says. */
import { afterSelection } from "../adding"
import { flowOf, selectedLinks } from "../store"
import { hasOneNote, writeNote } from "./annotating"
import { command, type EditorPage, hasFlow, hasOneStep } from "./command"
import { besideSelection, focusIn, focusInSoon, isOnCanvas, tabPasses } from "./places"

export const ADDING = [
  command({
    name: "add",
    title: "Add a step",
    section: "Steps",
    keys: ["N", "Tab"],
    menus: ["step", "link", "pane"],
    synonyms: ["new", "insert", "create", "node"],
    edits: true,
    available: hasFlow,
    run: ({ store, stroke, at, view }) => {
      const state = store.getState()
      const flow = flowOf(state)
      // Tab stays Tab unless a step is selected: keyboards must be able to leave the canvas.
      const tab = stroke?.key === "Tab" ? stroke : null
      if (tab && (!hasOneStep(state) || !isOnCanvas(tab.target) || tabPasses(tab.target))) return false
      const [link] = selectedLinks(state)
      const after = flow && afterSelection(flow, state.selected)
      state.ask({
        screen: at ?? besideSelection(state),
        parent: null,
        ...(link && state.selected.length === 0 && { link }),
        ...(after && { after }),
        ...(at && !after && !link && { at: view.screenToFlowPosition(at) }),
      })
    },
  }),
  command({
    name: "open",
    title: "Open the step's settings",
    section: "Steps",
    keys: ["Enter"],
    menus: ["step"],
    synonyms: ["edit", "inputs", "inspector"],
    available: (state) => hasOneStep(state) || hasOneNote(state),
    run: ({ store, page }) =>
      writeNote(store.getState()) || inSettings(page, "[aria-label=Inputs] :is(input, textarea, .cm-content)", "input"),
  }),
  command({
    name: "rename",
    title: "Rename the label",
    section: "Steps",
    keys: ["F2"],
    menus: ["step"],
    synonyms: ["id"],
    edits: true,
    available: hasOneStep,
    run: ({ page }) => inSettings(page, "#step-label"),
  }),
] as const

/** Gives the keyboard to the first of these that the settings have, which are shown for it. */
function inSettings(page: EditorPage, ...targets: string[]): unknown {
  const place = "[data-testid=inspector]"
  if (page.settings) return targets.some((target) => focusIn(place, target))
  page.toggleSettings()
  focusInSoon(place, ...targets)
}
