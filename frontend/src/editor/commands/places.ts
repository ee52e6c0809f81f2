/** Places on the screen that commands go to or start from. */
import type { Point } from "../../flow/definition"
import type { EditorState } from "../store"

export const canvasBox = (): DOMRect =>
  document.querySelector(".react-flow")?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight)

/** On the canvas, or in the list that can be shown instead. */
const stepElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"], [data-row="${CSS.escape(id)}"]`)

/** Beside the first selected step, else in the upper left third of the canvas. */
export function besideSelection(state: EditorState): Point {
  const [id] = state.selected
  const box = id === undefined ? undefined : stepElement(id)?.getBoundingClientRect()
  if (box) return { x: box.right + 12, y: box.top }
  const canvas = canvasBox()
  return { x: canvas.left + canvas.width / 3, y: canvas.top + canvas.height / 3 }
}

/** Where a context menu called by key opens: on the step or link that is selected, else in the canvas. */
export function onSelection(state: EditorState): Point {
  const [id] = state.selected
  const [edge] = state.selectedEdges
  const element =
    id === undefined
      ? edge && document.querySelector(`.react-flow__edge[data-id="${CSS.escape(edge)}"]`)
      : stepElement(id)
  const { left, top, width, height } = element ? element.getBoundingClientRect() : canvasBox()
  return { x: left + width / 2, y: top + height / 2 }
}

/** The keyboard goes with the selection, so that the next key and a screen reader find the step. */
export function focusStep(id: string): boolean {
  const element = stepElement(id)
  element?.focus({ preventScroll: true })
  return element !== null && element === document.activeElement
}

/** The same for a step that is only being drawn: until it is measured it is hidden and takes no focus. */
export function focusStepSoon(id: string): void {
  requestAnimationFrame(() => whenThere(() => focusStep(id)))
}

/** Text in a field that gets the keyboard is selected, ready to be typed over. */
export function focusIn(place: string, target: string): boolean {
  const field = document.querySelector(place)?.querySelector<HTMLElement>(target)
  field?.focus()
  if (field instanceof HTMLInputElement) field.select()
  return field !== null && field !== undefined
}

/** The same where the place is only being opened: its part may yet have to be fetched. */
export function focusInSoon(place: string, ...targets: string[]): void {
  whenThere(() => targets.some((target) => focusIn(place, target)))
}

/**
 * Tries at once, then at each change of the page: a busy machine takes its time. Whoever presses something else meanwhile keeps the
 * keyboard.
 */
function whenThere(focus: () => boolean): void {
  if (focus()) return
  const stop = new AbortController()
  const watch = new MutationObserver(() => focus() && stop.abort())
  watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["style"] })
  stop.signal.addEventListener("abort", () => watch.disconnect())
  for (const other of ["keydown", "pointerdown"])
    window.addEventListener(other, () => stop.abort(), { capture: true, signal: stop.signal })
}

/**
 * Tab on a selected step adds the next one; pressed again, in the window that asks which, it closes that window and the Tab after
 * that goes on. Without this the keyboard could never get past the canvas.
 */
let passing: EventTarget | null = null

export function letTabPass(from: EventTarget | null): void {
  passing = from
}

export function tabPasses(from: EventTarget | null): boolean {
  const passes = passing !== null && passing === from
  passing = null
  return passes
}

export const isOnCanvas = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(".react-flow") !== null
