/** The name and the key of a config variable. Changing one rewrites whatever names it, and says how many. */
import { TextInput } from "@mantine/core"
import { useState } from "react"
import classes from "../config/config.module.css"
import { documentOf, type EditorState } from "../editor/store"
import { type NewNames, renameVariable, variableNameProblem } from "../flow/configRenaming"
import type { ConfigVariable } from "../flow/definition"
import type { Operation } from "../flow/operations"
import { tell } from "../ui/Problem"

const FOLLOWERS = ["Nothing referred to it.", "1 reference follows."]

/** One undo takes the name and all that followed it back. */
export function renameIn(state: EditorState, variable: ConfigVariable, to: NewNames): void {
  const operation: Operation = { kind: "renameVariable", key: variable.key, to }
  const { references } = renameVariable(documentOf(state), variable.key, to)
  state.edit(operation, { label: `Rename ${variable.name}` })
  tell(`Renamed to ${to.name ?? to.key}. ${FOLLOWERS[references] ?? `${references} references follow.`}`)
}

interface NameProps {
  variables: readonly ConfigVariable[]
  variable: ConfigVariable
  what: "name" | "key"
  label: string
  description?: string
  /** What the server says of it. */
  error?: string | undefined
  className?: string
  readOnly?: boolean
  rename: (to: NewNames) => void
}

/** What is typed counts once it is left: on the way to a name it may be another variable's. */
export function VariableName({ variables, variable, what, error, className, rename, ...words }: NameProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? variable[what]
  const problem = typed === null ? null : variableNameProblem(variables, variable.key, { [what]: typed.trim() })
  const commit = () => {
    const wanted = typed?.trim()
    if (problem !== null) tell(`Not renamed: ${problem}`)
    else if (wanted !== undefined && wanted !== variable[what]) rename({ [what]: wanted })
    setTyped(null)
  }
  return (
    <TextInput
      {...words}
      className={className ?? ""}
      classNames={what === "key" ? { input: classes.mono ?? "" } : {}}
      maxLength={what === "key" ? 80 : 120}
      value={text}
      error={problem ?? error}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyped(what === "key" ? next.replace(/[^A-Za-z0-9_-]/g, "-") : next)
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        // With a name that cannot be, Enter stays: the reason stands below, and what was typed can be mended.
        if (event.key === "Enter" && problem === null) commit()
        if (event.key === "Escape") setTyped(null)
      }}
    />
  )
}
