/** The board of an open draft. */
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react"
import { flushSync } from "react-dom"
import { useSearchParams } from "react-router"
import { useStore } from "zustand"
import { documentOf, type EditorStore } from "../../editor/store"
import type { ConfigVariable } from "../../flow/definition"
import type { Operation } from "../../flow/operations"
import { isSeen } from "../../flow/pages"
import { renameIn } from "../VariableNames"
import { type Board, type Chosen, placeName } from "./board"
import { boardDeeds } from "./boardDeeds"
import { pagesToEdit } from "./pagesToEdit"
import { placeOf } from "./placeProblems"

const NONE: ConfigVariable[] = []
/** Whoever comes with the place of a problem is taken there, once. */
export function useArrival(board: Board) {
  const [params, setParams] = useSearchParams()
  const at = params.get("at")
  const arrive = useEffectEvent((field: string) => {
    const place = placeOf(
      { field },
      board.pages,
      board.variables.map(({ key }) => key),
    )
    setParams({}, { replace: true })
    setTimeout(() => {
      board.fly(place)
      if (!place) return
      const card = document.querySelector(`[data-place="${CSS.escape(placeName(place))}"]`)
      card?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    })
  })
  useEffect(() => {
    if (at) arrive(at)
  }, [at])
}

export function useBoardOf(store: EditorStore, readOnly: boolean, say: (text: string) => void): Board {
  const definition = useStore(store, documentOf)
  const problems = useStore(store, (state) => state.problems)
  const [{ chosen, open }, setChosen] = useState<{ chosen: Chosen; open: boolean }>({ chosen: null, open: false })
  const now = useRef({ chosen, open })
  now.current = { chosen, open }
  const variables = definition.configVariables ?? NONE
  const { pages, derived } = useMemo(() => pagesToEdit(definition), [definition])

  return useMemo(() => {
    const asked = new Set(
      pages.flatMap((page) => page.elements.flatMap((one) => ("variable" in one ? one.variable : []))),
    )
    // Drawn at once, for the focus goes to what an edit has just made or moved.
    const choose = (next: Chosen, opened = true) => setChosen({ chosen: next, open: opened })
    const fly = (next: Chosen, opened = true) => {
      flushSync(() => choose(next, opened))
      if (!next) return
      const place = document.querySelector<HTMLElement>(`[data-place="${CSS.escape(placeName(next))}"]`)
      place?.focus()
      place?.scrollIntoView({ block: "nearest" })
    }
    const write = (operations: Operation[], label: string, burst?: string) =>
      store.getState().edit({ kind: "batch", operations }, { label, ...(burst && { burst }) })
    return {
      definition,
      pages,
      derived,
      variables,
      loose: variables.filter((one) => isSeen(one) && !asked.has(one.key)),
      hidden: variables.filter((one) => !isSeen(one)),
      problems,
      readOnly,
      chosen,
      open,
      choose,
      fly,
      deeds: boardDeeds({
        read: () => documentOf(store.getState()),
        chosen: () => now.current.chosen,
        isOpen: () => now.current.open,
        write,
        choose,
        fly,
        say,
        rename: (variable, to) => renameIn(store.getState(), variable, to),
        undo: () => store.getState().undo(),
        redo: () => store.getState().redo(),
      }),
    }
  }, [definition, pages, derived, variables, problems, readOnly, chosen, open, store, say])
}
