/** Commands that change what is seen, and nothing else. */
import { FIT } from "../canvas/useFlights"
import { command, hasAnySteps, hasFlow, hasSteps, type Place } from "./command"
import { focusInSoon, onSelection } from "./places"

export const VIEWING = [
  command({
    name: "zoomIn",
    title: "Zoom in",
    section: "View",
    keys: ["+", "="],
    available: hasFlow,
    run: ({ view }) => void view.zoomIn(),
  }),
  command({
    name: "zoomOut",
    title: "Zoom out",
    section: "View",
    keys: ["-"],
    available: hasFlow,
    run: ({ view }) => void view.zoomOut(),
  }),
  command({
    name: "zoomFull",
    title: "Zoom to 100 %",
    section: "View",
    keys: ["0"],
    available: hasFlow,
    run: ({ view }) => void view.zoomTo(1),
  }),
  command({
    name: "fit",
    title: "Show the whole flow",
    section: "View",
    keys: ["1"],
    menus: ["pane"],
    synonyms: ["fit", "zoom"],
    available: hasAnySteps,
    run: ({ view }) => void view.fitView(FIT),
  }),
  command({
    name: "fitSelection",
    title: "Show the selection",
    section: "View",
    keys: ["2"],
    synonyms: ["fit", "zoom"],
    available: hasSteps,
    run: ({ view, store }) => {
      void view.fitView({ ...FIT, nodes: store.getState().selected.map((id) => ({ id })) })
    },
  }),
  command({
    name: "menu",
    title: "Open the menu of what is selected",
    section: "View",
    keys: ["Shift+F10", "ContextMenu"],
    synonyms: ["context menu", "right click"],
    available: hasFlow,
    run: ({ store, openMenu }) => {
      const state = store.getState()
      const place: Place = state.selected.length > 0 ? "step" : state.selectedEdges.length > 0 ? "link" : "pane"
      openMenu({ place, at: onSelection(state) })
    },
  }),
  command({
    name: "list",
    title: "Show the flow as a list or on the canvas",
    titleNow: (_state, page) => (page.listing ? "Show the canvas" : "Show the flow as a list"),
    section: "View",
    keys: ["L"],
    menus: ["pane"],
    synonyms: ["outline", "accessible", "screen reader", "tree"],
    available: hasFlow,
    run: ({ page }) => page.toggleList(),
  }),
  command({
    name: "palette",
    title: "Show or hide the components",
    titleNow: (_state, page) => (page.palette ? "Hide the components" : "Show the components"),
    section: "View",
    keys: [],
    run: ({ page }) => page.togglePalette(),
  }),
  command({
    name: "settings",
    title: "Show or hide the settings",
    titleNow: (_state, page) => (page.settings ? "Hide the settings" : "Show the settings"),
    section: "View",
    keys: ["Shift+I"],
    synonyms: ["inspector", "panel", "inputs"],
    available: hasFlow,
    run: ({ page }) => page.toggleSettings(),
  }),
  command({
    name: "searchComponents",
    title: "Search the components",
    section: "View",
    keys: ["/"],
    edits: true,
    available: hasFlow,
    run: ({ page }) => {
      if (!page.palette) page.togglePalette()
      focusInSoon("[aria-label=Components]", "input")
    },
  }),
  command({
    name: "find",
    title: "Find in the flows",
    section: "View",
    keys: ["Mod+F"],
    menus: ["pane"],
    synonyms: ["search", "look for"],
    whileTyping: true,
    available: hasFlow,
    run: ({ page }) => page.find(),
  }),
] as const
