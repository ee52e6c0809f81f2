/**
 * Undo and redo over whole documents. Documents share what did not change, so keeping them is cheap.
 *
 * Not here: the clock. The caller says when an edit happened, so that one burst of typing becomes one entry.
 */

export interface Entry<T> {
  document: T
  /** What led to this document, for the button's tooltip and for finding the place again. */
  label: string
  focus: {
    flow: string | null
    steps: string[]
    /** Where it was done when `steps` are not there: those that it deleted, or their labels before. */
    before?: string[]
  }
}

export interface History<T> {
  past: Entry<T>[]
  present: Entry<T>
  future: Entry<T>[]
  /** The burst that may still grow: its key and when it was last fed, in milliseconds. */
  burst: { key: string; at: number } | null
}

const BURST_MS = 1200
const KEPT = 200

export function startHistory<T>(document: T): History<T> {
  return { past: [], present: { document, label: "", focus: { flow: null, steps: [] } }, future: [], burst: null }
}

/** Adds an entry. Edits with the same `burst` key that follow each other quickly become one. */
export function record<T>(history: History<T>, entry: Entry<T>, at: number, burst: string | null = null): History<T> {
  if (entry.document === history.present.document) return history
  const grows = burst !== null && history.burst?.key === burst && at - history.burst.at <= BURST_MS
  return {
    past: grows ? history.past : [...history.past, history.present].slice(-KEPT),
    present: entry,
    future: [],
    burst: burst === null ? null : { key: burst, at },
  }
}

export const canUndo = (history: History<unknown>): boolean => history.past.length > 0
export const canRedo = (history: History<unknown>): boolean => history.future.length > 0

/** The step back keeps the focus of what is undone, so the canvas can show where it was. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (!previous) return history
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    burst: null,
  }
}

export function redo<T>(history: History<T>): History<T> {
  const next = history.future[0]
  if (!next) return history
  return { past: [...history.past, history.present], present: next, future: history.future.slice(1), burst: null }
}

/** Several steps at once: back when `by` is negative, forth when it is positive. */
export function jump<T>(history: History<T>, by: number): History<T> {
  const step = by < 0 ? undo : redo
  let now = history
  for (let left = Math.abs(by); left > 0; left -= 1) now = step(now)
  return now
}

export interface Moment {
  label: string
  /** How far it is from now: what `jump` takes. */
  by: number
}

/** Every state that can be gone to, the newest first; the one with `by` 0 is now. */
export function momentsOf(history: History<unknown>): Moment[] {
  const entries = [...history.past, history.present, ...history.future]
  return entries.map(({ label }, at) => ({ label, by: at - history.past.length })).toReversed()
}
