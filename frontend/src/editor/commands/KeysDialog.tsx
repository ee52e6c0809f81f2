/** Every key of the editor, from the table that makes them work; each can be changed, and put back. */
import { Button, Group, Text, TextInput } from "@mantine/core"
import { Search } from "lucide-react"
import { useMemo, useState } from "react"
import { Dialog } from "../../ui/Dialog"
import { useBindings } from "./bindings"
import { KeyRow } from "./KeyRow"
import classes from "./keys.module.css"
import { shown } from "./strokes"
import { COMMANDS, type CommandName, inSections } from "./table"

/** What the hand on the mouse does; these stay as they are. */
const GESTURES: readonly [string, string][] = [
  ["Add a step here", "double-click"],
  ["Open a menu", "right click"],
  ["Box select", "drag"],
  ["Add to the selection", `${shown("Mod+A").replace("A", "")}click, Shift+click`],
  ["Move the view", "Space+drag, middle button, two fingers"],
  ["Zoom at the pointer", `${shown("Mod+A").replace("A", "")}wheel, pinch`],
  ["Drag a copy", `${shown("Alt+A").replace("A", "")}drag`],
]

export function KeysDialog({ close }: { close: () => void }) {
  const [search, setSearch] = useState("")
  const [recording, setRecording] = useState<CommandName | null>(null)
  const changed = useBindings((state) => Object.keys(state.changed).length)
  const reset = useBindings((state) => state.reset)
  const groups = useMemo(() => inSections(COMMANDS.filter(({ title }) => holds(title, search))), [search])
  const gestures = GESTURES.filter(([title]) => holds(title, search))
  return (
    <Dialog onClose={close} title="Keys" size={860} closeOnEscape={recording === null}>
      <Group justify="space-between" gap="sm" mb="sm">
        <TextInput
          className={classes.search}
          data-autofocus
          aria-label="Search the keys"
          placeholder="Search"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {changed > 0 && (
          <Button variant="default" onClick={() => reset()}>
            Put all keys back
          </Button>
        )}
      </Group>
      <div className={classes.sections}>
        {groups.map(({ section, commands }) => (
          <section key={section} className={classes.section} aria-label={section}>
            <h3>{section}</h3>
            {commands.map(({ name }) => (
              <KeyRow
                key={name}
                name={name}
                recording={recording === name}
                record={(on) => setRecording(on ? name : null)}
              />
            ))}
          </section>
        ))}
        {gestures.length > 0 && (
          <section className={classes.section} aria-label="With the mouse">
            <h3>With the mouse</h3>
            {gestures.map(([title, how]) => (
              <div key={title} className={classes.row}>
                <span>{title}</span>
                <span className={classes.how}>{how}</span>
              </div>
            ))}
          </section>
        )}
        {groups.length === 0 && gestures.length === 0 && (
          <Text size="sm" c="dimmed">
            No command is called “{search.trim()}”.
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" mt="sm">
        Changed keys are kept in this browser. Keys work by what they type, and on other alphabets by where they are.
      </Text>
    </Dialog>
  )
}

const holds = (text: string, search: string): boolean => text.toLowerCase().includes(search.trim().toLowerCase())
