/** Which keys call which command: the table's own, unless somebody chose others in this browser. */
import { create } from "zustand"
import { matchesKey, matchesPlace, type Stroke } from "./strokes"
import { COMMANDS, type CommandName } from "./table"

const STORED = "hookyard-keys"

type Changed = Partial<Record<CommandName, readonly string[]>>

interface Bindings {
  /** Only what differs from the table. An empty list: the command has no key. */
  changed: Changed
  bind: (name: CommandName, keys: readonly string[]) => void
  /** Back to the table's keys; all of them without a name. */
  reset: (name?: CommandName) => void
}

const DEFAULTS = new Map<CommandName, readonly string[]>(COMMANDS.map(({ name, keys }) => [name, keys]))

export const useBindings = create<Bindings>((set, get) => ({
  changed: stored(),
  bind: (name, keys) => {
    const { [name]: _before, ...others } = get().changed
    const same = keys.join() === DEFAULTS.get(name)?.join()
    set({ changed: keep(same ? others : { ...others, [name]: keys }) })
  },
  reset: (name) => {
    if (name === undefined) return set({ changed: keep({}) })
    const { [name]: _before, ...others } = get().changed
    set({ changed: keep(others) })
  },
}))

/** A name that is no longer in the table, or keys that are no list of texts, are passed over. */
function stored(): Changed {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? "{}")
    const entries = Object.entries(found ?? {}).filter(
      ([name, keys]) =>
        DEFAULTS.has(name as CommandName) && Array.isArray(keys) && keys.every((each) => typeof each === "string"),
    )
    return Object.fromEntries(entries) as Changed
  } catch {
    return {}
  }
}

function keep(changed: Changed): Changed {
  try {
    localStorage.setItem(STORED, JSON.stringify(changed))
  } catch {
    // A browser that keeps nothing still has the keys until the page is left.
  }
  return changed
}

export function keysOf(name: CommandName, changed: Changed = useBindings.getState().changed): readonly string[] {
  return changed[name] ?? DEFAULTS.get(name) ?? []
}

/** What a key types counts before where it is: on a Dvorak keyboard the key that types N adds a step. */
export function commandFor(stroke: Stroke, changed?: Changed, mac?: boolean): CommandName | null {
  for (const matches of [matchesKey, matchesPlace]) {
    const found = COMMANDS.find(({ name }) => keysOf(name, changed).some((keys) => matches(stroke, keys, mac)))
    if (found) return found.name
  }
  return null
}

/** The other command that has these keys, if there is one. */
export function holderOf(combination: string, except: CommandName, changed?: Changed): CommandName | null {
  return COMMANDS.find(({ name }) => name !== except && keysOf(name, changed).includes(combination))?.name ?? null
}
