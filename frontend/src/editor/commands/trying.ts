/** Commands that try a part of the flow, and pin what a step gave. */

import { tell } from "../../ui/Problem"
import { useCoverage } from "../coverage"
import { resultsToPin } from "../pinning"
import { pinOf, usePins } from "../pins"
import type { EditorState } from "../store"
import { command, hasFlow, hasOneStep } from "./command"

const kindOf = (state: EditorState): string | undefined => {
  const step = state.steps[state.selected[0] ?? ""]
  return step && state.components[step.component]?.kind
}
const canRunAlone = (state: EditorState): boolean => hasOneStep(state) && kindOf(state) !== "trigger"
const isPinned = (state: EditorState): boolean =>
  pinOf(usePins.getState().flows, state.flowKey, state.steps[state.selected[0] ?? ""]) !== undefined

export const TRYING = [
  command({
    name: "runToHere",
    title: "Run to here",
    section: "Test and publish",
    keys: ["Mod+Shift+Enter"],
    menus: ["step"],
    synonyms: ["test up to", "until", "partial"],
    edits: true,
    whileTyping: true,
    available: hasOneStep,
    lacking: "Select a step first",
    run: ({ store, page }) => page.tryPart({ upTo: store.getState().selected[0] ?? "" }),
  }),
  command({
    name: "runStep",
    title: "Run this step",
    section: "Test and publish",
    keys: ["Alt+Enter"],
    menus: ["step"],
    synonyms: ["test alone", "only"],
    edits: true,
    whileTyping: true,
    available: canRunAlone,
    lacking: "Select a step that is no trigger",
    run: ({ store, page }) => page.tryPart({ only: store.getState().selected[0] ?? "" }),
  }),
  command({
    name: "pin",
    title: "Pin its results",
    titleNow: (state) => (isPinned(state) ? "Unpin its results" : "Pin its results"),
    section: "Test and publish",
    keys: ["P"],
    menus: ["step"],
    synonyms: ["freeze", "mock", "sample"],
    edits: true,
    available: hasOneStep,
    lacking: "Select a step first",
    run: ({ store }) => togglePin(store.getState()),
  }),
  command({
    name: "coverage",
    title: "Show what no test takes",
    titleNow: () => (useCoverage.getState().shown ? "Hide what no test takes" : "Show what no test takes"),
    section: "Test and publish",
    keys: [],
    synonyms: ["coverage", "untested", "links"],
    available: hasFlow,
    run: () => useCoverage.getState().toggle(),
  }),
] as const

function togglePin(state: EditorState): void {
  const step = state.steps[state.selected[0] ?? ""]
  if (!step) return
  if (isPinned(state)) {
    usePins.getState().unpin(state.flowKey, step.id)
    return
  }
  const known = resultsToPin(state.flowKey, step.id)
  if (!known) {
    tell(`${step.id} has no results to pin yet. Run a test first, or paste results in its settings.`)
    return
  }
  const problem = usePins.getState().pin(state.flowKey, step, known.results)
  tell(problem ?? `${step.id} is pinned: tests use these results and do not run it.`)
}
