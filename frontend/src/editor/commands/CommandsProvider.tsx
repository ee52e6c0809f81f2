/** Makes the commands work below it: by key, by menu, by button. */
import { useReactFlow } from "@xyflow/react"
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from "react"
import type { Point } from "../../flow/definition"
import { useEditor, useEditorStore } from "../store"
import type { LinkEdgeType, StepNodeType } from "../view"
import { keysOf, useBindings } from "./bindings"
import type { CommandContext, EditorPage, Place } from "./command"
import { shown } from "./strokes"
import { type CommandName, commandNamed } from "./table"
import { useShortcuts } from "./useShortcuts"

const ContextMenu = lazy(async () => ({ default: (await import("./ContextMenu")).ContextMenu }))

export interface OpenMenu {
  place: Place
  at: Point
}

const Commands = createContext<CommandContext | null>(null)

export function CommandsProvider({ page, children }: { page: EditorPage; children: ReactNode }) {
  const store = useEditorStore()
  const view = useReactFlow<StepNodeType, LinkEdgeType>()
  const [menu, openMenu] = useState<OpenMenu | null>(null)
  const context = useMemo<CommandContext>(() => ({ store, view, page, openMenu }), [store, view, page])
  useShortcuts(context)
  return (
    <Commands.Provider value={context}>
      {children}
      {menu && (
        <Suspense>
          <ContextMenu {...menu} context={context} close={() => openMenu(null)} />
        </Suspense>
      )}
    </Commands.Provider>
  )
}

/** Null on a canvas without commands, such as that of an execution. */
export function useCommandContext(): CommandContext | null {
  return useContext(Commands)
}

export function canRun(name: CommandName, { store, page }: CommandContext): boolean {
  const { edits, available } = commandNamed(name)
  const state = store.getState()
  return !(edits && state.readOnly) && (available?.(state, page) ?? true)
}

export interface UsableCommand {
  title: string
  /** The first of its keys as keyboards print it; empty when it has none. */
  keys: string
  /** For tooltips: the title with the key behind it, or why the command cannot be had now. */
  hint: string
  available: boolean
  run: () => void
}

/** A command for a button: what to write on it, whether it can be pressed, and what pressing it does. */
export function useCommand(name: CommandName): UsableCommand {
  const context = useContext(Commands)
  if (!context) throw new Error("This belongs below a CommandsProvider")
  const { title, titleNow, lacking, run } = commandNamed(name)
  const [first] = useBindings((state) => keysOf(name, state.changed))
  const now = useEditor((state) => titleNow?.(state, context.page) ?? title)
  const available = useEditor(() => canRun(name, context))
  const keys = first === undefined ? "" : shown(first)
  const hint = !available && lacking ? lacking : keys ? `${now} (${keys})` : now
  return { title: now, keys, hint, available, run: () => void run(context) }
}
