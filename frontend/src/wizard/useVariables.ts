/** The config variables of the open draft, and the one way to change them. */
import { useStore } from "zustand"
import { documentOf, type EditorStore } from "../editor/store"
import type { NewNames } from "../flow/configRenaming"
import type { ConfigVariable, Problem } from "../flow/definition"
import { slug } from "../flow/labels"
import { renameIn } from "./VariableNames"

export interface OpenVariables {
  variables: ConfigVariable[]
  problems: Problem[]
  add: () => string
  /** Edits to one field in a row are one undo entry. */
  change: (index: number, next: ConfigVariable, field: string) => void
  /** What names the variable follows. */
  rename: (index: number, to: NewNames) => void
  remove: (index: number) => void
  move: (index: number, by: -1 | 1) => void
}

const NONE: ConfigVariable[] = []

export function useVariables(store: EditorStore): OpenVariables {
  const variables = useStore(store, (state) => documentOf(state).configVariables) ?? NONE
  const problems = useStore(store, (state) => state.problems)
  const write = (next: ConfigVariable[], label: string, burst?: string) =>
    store.getState().edit({ kind: "setConfigVariables", variables: next }, { label, ...(burst && { burst }) })
  return {
    variables,
    problems,
    add: () => {
      const made = freeVariable(variables)
      write([...variables, made], "Add a config variable")
      return made.key
    },
    change: (index, next, field) =>
      write(variables.with(index, next), `Change ${next.name || next.key}`, `variable ${index} ${field}`),
    rename: (index, to) => {
      const variable = variables[index]
      if (variable) renameIn(store.getState(), variable, to)
    },
    remove: (index) => write(variables.toSpliced(index, 1), `Remove ${variables[index]?.name ?? "a config variable"}`),
    move: (index, by) => {
      const moved = variables[index]
      if (!moved || index + by < 0 || index + by >= variables.length) return
      write(variables.toSpliced(index, 1).toSpliced(index + by, 0, moved), `Move ${moved.name}`)
    },
  }
}

export function freeVariable(variables: readonly ConfigVariable[]): ConfigVariable {
  const taken = new Set(variables.flatMap(({ name, key }) => [name, key]))
  let number = variables.length + 1
  while (taken.has(`Variable ${number}`) || taken.has(`variable-${number}`)) number += 1
  return { key: slug(`Variable ${number}`), name: `Variable ${number}`, type: "string" }
}

/** The sentences about one variable, by its field: "default", "choices". */
export function problemsAt(problems: readonly Problem[], index: number): Record<string, string> {
  const start = `configVariables[${index}].`
  return Object.fromEntries(
    problems
      .filter(({ field }) => field?.startsWith(start))
      .map(({ field, message }) => [(field ?? "").slice(start.length).split(/[.[]/)[0], message]),
  )
}
