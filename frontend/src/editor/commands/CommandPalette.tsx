/** Everything that can be done or gone to, by typing a part of its name. */
import { Modal, TextInput } from "@mantine/core"
import { useWindowEvent } from "@mantine/hooks"
import { ArrowRight, FileStack, Search, SquareChevronRight } from "lucide-react"
import { useMemo, useState } from "react"
import { useNavigate } from "react-router"
import { TABS } from "../../shell/IntegrationFrame"
import { PLACES } from "../../shell/Shell"
import { ComponentIcon } from "../../ui/ComponentIcon"
import { useEditorStore } from "../store"
import { useAddComponent } from "../useAddComponent"
import { useListbox } from "../useListbox"
import { commandFor } from "./bindings"
import type { CommandContext } from "./command"
import classes from "./commands.module.css"
import { type Entry, entriesOf, rememberEntry, searchEntries, withRecent } from "./entries"
import { focusStep } from "./places"
import { shown } from "./strokes"
import { commandNamed } from "./table"

/** More rows than anybody reads; typing narrows them. */
const SHOWN = 80

export function CommandPalette({ context, close }: { context: CommandContext; close: () => void }) {
  const store = useEditorStore()
  const [search, setSearch] = useState("")
  const entries = useMemo(() => {
    const tabs = TABS.map(({ to, label }) => ({ to: `/integrations/${context.page.integrationId}/${to}`, label }))
    return entriesOf(store.getState(), context.page, [...tabs.filter(({ to }) => !to.endsWith("/flows")), ...PLACES])
  }, [store, context])
  const { recent, others } = useMemo(() => withRecent(entries), [entries])
  const typed = search.trim() !== ""
  const found = typed ? searchEntries(entries, search) : [...recent, ...others]
  const rows = found.slice(0, SHOWN)
  const choose = useChoose(context, close)
  const { active, setActive, optionId, field, list } = useListbox(rows.length, (index) => choose(rows[index]), close)

  // Heard before anybody else, wherever the focus is: pressed twice in haste, the second comes before the field has it.
  useWindowEvent(
    "keydown",
    (event) => {
      if (commandFor(event) !== "commands") return
      event.preventDefault()
      event.stopPropagation()
      if (!event.repeat) close()
    },
    { capture: true },
  )
  /** The heading of a row that begins another group. */
  const heading = (entry: Entry, index: number): string | null => {
    if (typed) return null
    const group = index < recent.length ? "Recent" : groupOf(entry)
    const before = rows[index - 1]
    return before && group === (index - 1 < recent.length ? "Recent" : groupOf(before)) ? null : group
  }

  return (
    <Modal.Root opened onClose={close} size={600} yOffset="12vh" returnFocus={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.25} />
      {/* As `className` it would be worn by the frame around it too, which covers the page. */}
      <Modal.Content aria-label="Commands" classNames={{ content: classes.palette ?? "" }}>
        <TextInput
          {...field}
          data-autofocus
          size="md"
          variant="unstyled"
          className={classes.search}
          aria-label="Find a command, a step or a place"
          placeholder="What do you want to do?"
          leftSection={<Search size={16} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setActive(0)
          }}
        />
        <div {...list} role="listbox" className={classes.rows} aria-label="Commands">
          {rows.map((entry, index) => (
            <Row
              key={entry.id}
              id={optionId(index)}
              entry={entry}
              heading={heading(entry, index)}
              active={index === active}
              told={typed || index < recent.length || entry.target.kind !== "command"}
              onPoint={() => index !== active && setActive(index)}
              onChoose={() => choose(entry)}
            />
          ))}
          {rows.length === 0 && <p className={classes.nothing}>Nothing is called “{search.trim()}”.</p>}
          {found.length > SHOWN && <p className={classes.nothing}>{found.length - SHOWN} more: type to find them.</p>}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

const GROUPS = { component: "Add a step", flow: "Go to", place: "Go to", step: "Steps" }
const groupOf = ({ target, detail }: Entry): string => (target.kind === "command" ? detail : GROUPS[target.kind])

interface RowProps {
  id: string
  entry: Entry
  heading: string | null
  active: boolean
  /** Its group is not said by a heading above it. */
  told: boolean
  onPoint: () => void
  onChoose: () => void
}

function Row({ id, entry, heading, active, told, onPoint, onChoose }: RowProps) {
  return (
    <>
      {heading !== null && (
        <div className={classes.heading} role="presentation">
          {heading}
        </div>
      )}
      <button
        type="button"
        role="option"
        id={id}
        tabIndex={-1}
        className={classes.row}
        aria-selected={active}
        onPointerMove={onPoint}
        onClick={onChoose}
      >
        <EntryIcon entry={entry} />
        <span className={classes.rowTitle}>{entry.title}</span>
        <span className={classes.rowDetail}>{told && entry.detail}</span>
        {entry.keys !== undefined && <span className={classes.key}>{shown(entry.keys)}</span>}
      </button>
    </>
  )
}

function EntryIcon({ entry: { target, icon } }: { entry: Entry }) {
  if (icon !== undefined) return <ComponentIcon name={icon} size={15} />
  const Icon = target.kind === "command" ? SquareChevronRight : target.kind === "flow" ? FileStack : ArrowRight
  return <Icon size={15} strokeWidth={1.8} aria-hidden />
}

function useChoose(context: CommandContext, close: () => void) {
  const navigate = useNavigate()
  const add = useAddComponent()
  return (entry: Entry | undefined) => {
    if (!entry) return
    rememberEntry(entry.id)
    close()
    // Once the window is gone: what runs may take the keyboard to a field.
    requestAnimationFrame(() => {
      const { target } = entry
      const { store } = context
      const [selected] = store.getState().selected
      if (selected) focusStep(selected)
      if (target.kind === "command") commandNamed(target.name).run(context)
      else if (target.kind === "place") void navigate(target.to)
      else if (target.kind === "flow") store.getState().openFlow(target.flow)
      else if (target.kind === "component") {
        const component = store.getState().components[target.key]
        if (component) add(component)
      } else {
        store.getState().openFlow(target.flow, [target.step])
        store.getState().set({ flight: { steps: [target.step], near: true } })
      }
    })
  }
}
