/** Makes the commands work below it: by key, by menu, by button. */
import { useReactFlow } from "@xyflow/react"
import { createContext, type ReactNode, useContext, useMemo, useState } from "react"
import type { Point } from "../../flow/definition"
import type { AnyNode } from "../drawings"
import { useEditor, useEditorStore } from "../store"
import type { LinkEdgeType } from "../view"
import { keysOf, useBindings } from "./bindings"
import { CommandPalette } from "./CommandPalette"
import { ContextMenu } from "./ContextMenu"
import type { CommandContext, EditorPage, Place } from "./command"
import { shown } from "./strokes"
import { type CommandName, commandNamed, isUsable } from "./table"
import { useShortcuts } from "./useShortcuts"

export interface OpenMenu {
  place: Place
  at: Point
}

const Commands = createContext<CommandContext | null>(null)

export function CommandsProvider({ page, children }: { page: EditorPage; children: ReactNode }) {
  const store = useEditorStore()
  const view = useReactFlow<AnyNode, LinkEdgeType>()
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [commanding, setCommanding] = useState(false)
  const context = useMemo<CommandContext>(
    () => ({
      store,
      view,
      page,
      openMenu: setMenu,
      showCommands: () => setCommanding(true),
    }),
    [store, view, page],
  )
  useShortcuts(context)
  return (
    <Commands.Provider value={context}>
      {children}
      {menu && <ContextMenu {...menu} context={context} close={() => setMenu(null)} />}
      {commanding && <CommandPalette context={context} close={() => setCommanding(false)} />}
    </Commands.Provider>
  )
}

/** Null on a canvas without commands, such as that of an execution. */
export function useCommandContext(): CommandContext | null {
  return useContext(Commands)
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
  const available = useEditor((state) => isUsable(commandNamed(name), state, context.page))
  const keys = first === undefined ? "" : shown(first)
  const hint = !available && lacking ? lacking : keys ? `${now} (${keys})` : now
  return { title: now, keys, hint, available, run: () => void run(context) }
}
