/**
 * The flow as a list: for keyboards, screen readers, and whoever rather reads than looks. It edits all that the canvas can.
 *
 * For: steps in flow order, what a loop holds inside it; the selected one shows its links and what can be done with it. Its
 * settings are in the same inspector. Commands and their keys work here as on the canvas.
 * Not here: what an edit does (operations and the table of commands).
 */
import { Button } from "@mantine/core"
import { Plus, StickyNote } from "lucide-react"
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react"
import type { annotationsOf } from "../../flow/annotating"
import { type Place, placesOf } from "../../flow/order"
import { useCommand } from "../commands/CommandsProvider"
import { focusStep } from "../commands/places"
import { noteNodeId } from "../drawings"
import { flowOf, useEditor } from "../store"
import { ListRow } from "./ListRow"
import classes from "./list.module.css"

const AHEAD: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

export function ListView() {
  const flow = useEditor(flowOf)
  const readOnly = useEditor((state) => state.readOnly)
  const places = useMemo(() => (flow ? placesOf(flow) : []), [flow])
  const current = useEditor((state) => state.selected.find((id) => state.steps[id])) ?? places[0]?.step.id
  useKeptPlace(places)
  if (!flow) return null

  /** Arrows walk the rows, Home and End go to their ends; Tab goes into the row and on. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return
    const at = places.findIndex(({ step }) => step.id === (event.target as HTMLElement).dataset.row)
    const next = { Home: 0, End: places.length - 1 }[event.key] ?? at + (AHEAD[event.key] ?? 0)
    const place = next === at ? undefined : places[next]
    if (!place) return
    event.preventDefault()
    focusStep(place.step.id)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk between the buttons inside
    <div className={classes.view} data-testid="list-view" onKeyDown={onKeyDown}>
      <div className={classes.sheet}>
        <h2 id="list-title">
          {flow.name}, {places.length} {places.length === 1 ? "step" : "steps"}
        </h2>
        {places.length === 0 ? (
          <p className={classes.empty}>No step yet. A flow begins with a trigger, such as a webhook.</p>
        ) : (
          <Level places={places} parent={null} current={current} count={places.length} />
        )}
        {!readOnly && <Adding />}
        <Notes />
      </div>
    </div>
  )
}

/** When the row that had the keyboard is gone, the one in its place has it. */
function useKeptPlace(places: readonly Place[]): void {
  const last = useRef(0)
  const number = useEditor((state) => places.findIndex(({ step }) => step.id === state.selected[0]))
  useEffect(() => {
    if (number >= 0) last.current = number
  }, [number])
  useEffect(() => {
    const place = places[Math.min(last.current, places.length - 1)]
    if (place && document.activeElement === document.body) focusStep(place.step.id)
  }, [places])
}

interface LevelProps {
  places: readonly Place[]
  parent: string | null
  current: string | undefined
  count: number
}

function Level({ places, parent, current, count }: LevelProps) {
  return (
    <ol className={classes.level} aria-labelledby={parent === null ? "list-title" : undefined}>
      {places
        .filter((place) => place.parent === parent)
        .map((place) => (
          <ListRow key={place.step.id} place={place} count={count} isCurrent={place.step.id === current}>
            {place.step.steps && place.step.steps.length > 0 && (
              <Level places={places} parent={place.step.id} current={current} count={count} />
            )}
          </ListRow>
        ))}
    </ol>
  )
}

function Adding() {
  const ask = useEditor((state) => state.ask)
  const note = useCommand("note")
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Plus size={14} />}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          ask({ screen: { x: box.left, y: box.bottom + 6 }, parent: null, unlinked: true })
        }}
      >
        Add a step
      </Button>
      <Button variant="default" size="compact-sm" leftSection={<StickyNote size={14} />} onClick={note.run}>
        Add a note
      </Button>
    </div>
  )
}

/** Their text is written in the inspector. */
function Notes() {
  const notes = useEditor((state) => flowOf(state)?.annotations)?.notes ?? NONE
  const selected = useEditor((state) => state.selectedNotes)
  const select = useEditor((state) => state.select)
  if (notes.length === 0) return null
  return (
    <>
      <h2 id="notes-title">Notes</h2>
      <ul className={classes.level} aria-labelledby="notes-title">
        {notes.map((note) => (
          <li key={note.id}>
            <button
              type="button"
              className={classes.main}
              data-row={noteNodeId(note.id)}
              data-current={selected.includes(note.id) || undefined}
              aria-pressed={selected.includes(note.id)}
              onClick={() => select([], [note.id])}
            >
              {note.text || "Empty note"}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

const NONE: ReturnType<typeof annotationsOf>["notes"] = []
