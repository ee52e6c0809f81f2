/**
 * Every command of the editor, in one table.
 *
 * To add one: write it in the file of its section (or a file of its own), and list that here. Its key, its place in the menus,
 * in the command palette and in the help window follow from it.
 */

import type { EditorState } from "../store"
import { ADDING } from "./adding"
import { ANNOTATING } from "./annotating"
import { ARRANGING } from "./arranging"
import { type Command, type EditorPage, SECTIONS } from "./command"
import { EDITING } from "./editing"
import { RUNNING } from "./running"
import { SELECTING } from "./selecting"
import { TRYING } from "./trying"
import { VIEWING } from "./viewing"

const ALL = [
  ...ADDING,
  ...ANNOTATING,
  ...EDITING,
  ...SELECTING,
  ...ARRANGING,
  ...VIEWING,
  ...RUNNING,
  ...TRYING,
] as const

export type CommandName = (typeof ALL)[number]["name"]

export const COMMANDS: readonly Command<CommandName>[] = ALL

const BY_NAME = new Map<string, Command<CommandName>>(COMMANDS.map((command) => [command.name, command]))

export function commandNamed(name: CommandName): Command<CommandName> {
  const found = BY_NAME.get(name)
  if (!found) throw new Error(`No command is called ${name}`)
  return found
}

export function isUsable({ edits, available }: Command, state: EditorState, page: EditorPage): boolean {
  return !(edits && state.readOnly) && (available?.(state, page) ?? true)
}

export interface CommandGroup {
  section: (typeof SECTIONS)[number]
  commands: Command<CommandName>[]
}

/** By section, in the order of the sections; empty ones are left out. */
export function inSections(commands: readonly Command<CommandName>[]): CommandGroup[] {
  return SECTIONS.map((section) => ({
    section,
    commands: commands.filter((command) => command.section === section),
  })).filter((group) => group.commands.length > 0)
}
