/**
 * Keeping the server's draft in step with the open one.
 *
 * For: saving a moment after the last edit, one save at a time, each naming the revision it builds on. A save that fails keeps
 * the edits here (and in this browser), tries again, and never writes over what somebody else saved without being told to.
 * Not here: the document's history (`store`), how the state is shown (`SaveState`).
 */
import { createStore, type StoreApi } from "zustand"
import { ApiProblem } from "../api/problem"
import type { Draft } from "../api/types"
import { complete, type Definition } from "../flow/definition"
import { documentOf, type EditorStore } from "./store"

export type SaveStatus =
  | { kind: "saved" }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "stale"; revision: number; definition: Definition }
  | { kind: "refused"; message: string }

export interface SaverOptions {
  store: EditorStore
  revision: number
  put: (definition: Definition, revision: number) => Promise<Draft>
  onSaved?: (draft: Draft) => void
  backup?: Backup
}

const QUIET_MS = 600
const RETRY_MS = [1000, 2000, 5000, 10_000]

export interface Saver {
  status: StoreApi<{ status: SaveStatus; revision: number }>
  /** Saves what is open now and resolves when the server has it; rejects with the reason when it cannot. */
  flush: () => Promise<void>
  /** Answers a stale draft: write ours over theirs; theirs stays one undo away. */
  keepMine: () => Promise<void>
  /** Answers a stale draft: show theirs; ours stays one undo away. */
  takeTheirs: () => void
  stop: () => void
}

export function createSaver({ store, revision, put, onSaved, backup }: SaverOptions): Saver {
  const status = createStore<{ status: SaveStatus; revision: number }>(() => ({ status: { kind: "saved" }, revision }))
  let saved = documentOf(store.getState())
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let failures = 0

  const show = (next: SaveStatus) => status.setState({ status: next })
  const isSaved = () => documentOf(store.getState()) === saved

  const schedule = (delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void save().catch(() => {}), delay)
  }

  const save = (): Promise<void> => {
    running ??= saveOnce().finally(() => {
      running = null
    })
    return running
  }

  const saveOnce = async (): Promise<void> => {
    clearTimeout(timer)
    const document = documentOf(store.getState())
    show({ kind: "saving" })
    try {
      const draft = await put(document, status.getState().revision)
      settle(document, draft)
    } catch (failure) {
      backup?.keep(documentOf(store.getState()), status.getState().revision)
      fail(failure)
      throw failure
    }
  }

  const settle = (document: Definition, draft: Draft) => {
    saved = document
    failures = 0
    status.setState({ revision: draft.revision, status: isSaved() ? { kind: "saved" } : { kind: "waiting" } })
    store.getState().setProblems(draft.problems)
    onSaved?.(draft)
    if (isSaved()) backup?.drop()
    else schedule(QUIET_MS)
  }

  const fail = (failure: unknown) => {
    if (failure instanceof ApiProblem && failure.code === "revision_stale") {
      const { revision: theirs, definition } = failure.extra as { revision: number; definition: Definition }
      return show({ kind: "stale", revision: theirs, definition: complete(definition) })
    }
    if (failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500 && failure.status !== 429) {
      const [first] = failure.errors
      return show({
        kind: "refused",
        message: first ? `${first.field}: ${first.message}` : failure.detail || failure.title,
      })
    }
    show({ kind: "offline" })
    schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? QUIET_MS)
    failures += 1
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (documentOf(state) === documentOf(before) || status.getState().status.kind === "stale") return
    if (isSaved()) return
    if (running === null) show({ kind: "waiting" })
    schedule(QUIET_MS)
  })

  return {
    status,
    flush: async () => {
      // A save that is under way may carry an older document, so look again after it.
      while (!isSaved()) await save()
    },
    keepMine: async () => {
      const { status: now } = status.getState()
      if (now.kind !== "stale") return
      const state = store.getState()
      const mine = documentOf(state)
      // Theirs goes into the history first, so that it is one undo away as ours would be.
      state.adopt(now.definition, [], "Take the other draft")
      state.adopt(mine, state.problems, "Keep mine")
      status.setState({ revision: now.revision })
      await save()
    },
    takeTheirs: () => {
      const { status: now } = status.getState()
      if (now.kind !== "stale") return
      saved = now.definition
      status.setState({ revision: now.revision, status: { kind: "saved" } })
      store.getState().adopt(now.definition, [])
      backup?.drop()
    },
    stop: () => {
      unsubscribe()
      clearTimeout(timer)
      if (isSaved()) return
      backup?.keep(documentOf(store.getState()), status.getState().revision)
      if (status.getState().status.kind !== "stale") void save().catch(() => {})
    },
  }
}

export interface OpenOptions extends Omit<SaverOptions, "revision" | "backup"> {
  draft: Pick<Draft, "definition" | "revision">
  backup: Backup
  readOnly: boolean
}

/**
 * A saver over the draft as the server has it, with edits of an earlier visit put back.
 *
 * Those go on under the revision they were made on: when somebody saved since, the server refuses them and the person chooses.
 */
export function openSaver({ draft, backup, readOnly, ...options }: OpenOptions): { saver: Saver; restored: boolean } {
  const kept = readOnly ? null : backup.read()
  const unsaved = kept && JSON.stringify(kept.definition) !== JSON.stringify(draft.definition) ? kept : null
  const saver = createSaver({ ...options, backup, revision: unsaved?.revision ?? draft.revision })
  if (unsaved) options.store.getState().adopt(unsaved.definition, [])
  else if (kept) backup.drop()
  return { saver, restored: unsaved !== null }
}

/** Closing or reloading the page asks first while something is unsaved, and keeps it for the next visit. Returns how to stop. */
export function guardLeaving(store: EditorStore, saver: Saver, backup: Backup): () => void {
  const leave = (event: BeforeUnloadEvent) => {
    const { status, revision } = saver.status.getState()
    if (status.kind === "saved") return
    backup.keep(documentOf(store.getState()), revision)
    event.preventDefault()
  }
  window.addEventListener("beforeunload", leave)
  return () => window.removeEventListener("beforeunload", leave)
}

/** Edits that the server does not have yet, kept in this browser so that a crash or a sign-out loses nothing. */
export interface Backup {
  keep: (definition: Definition, revision: number) => void
  read: () => { definition: Definition; revision: number } | null
  drop: () => void
}

export function browserBackup(integrationId: string): Backup {
  const key = `hookyard-unsaved-${integrationId}`
  return {
    keep: (definition, revision) => {
      try {
        localStorage.setItem(key, JSON.stringify({ definition, revision }))
      } catch {
        // A full or forbidden storage: the open page still holds the edits.
      }
    },
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null")
      } catch {
        return null
      }
    },
    drop: () => localStorage.removeItem(key),
  }
}
