/** Find on the canvas: what is typed is looked for in every flow, and each match is flown to. */
import { ActionIcon, TextInput, Tooltip } from "@mantine/core"
import { ChevronDown, ChevronUp, Search, X } from "lucide-react"
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from "react"
import { findFlow } from "../../flow/definition"
import { findText, type Match } from "../../flow/finding"
import { focusStep } from "../commands/places"
import { noteNodeId } from "../drawings"
import { documentOf, useEditor, useEditorStore } from "../store"
import classes from "./FindBar.module.css"

/** `asked` changes each time somebody asks for the bar: it takes the keyboard back when it is open already. */
export function FindBar({ asked, close }: { asked: number; close: () => void }) {
  const [text, setText] = useState("")
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const matches = useMatches(useDeferredValue(text))
  const current = matches[Math.min(at, matches.length - 1)]
  useShown(current, text.trim() !== "")

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs each time it is asked for
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [asked])

  const leave = () => {
    close()
    if (current?.step !== undefined) focusStep(current.step)
  }
  const go = (by: number) => setAt((now) => (Math.min(now, matches.length - 1) + by + matches.length) % matches.length)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") leave()
    else if (event.key === "Enter" && matches.length > 0) go(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search className={classes.bar} aria-label="Find in the flows">
      <TextInput
        ref={input}
        className={classes.input}
        aria-label="Find"
        placeholder="Name, label, input, code, note"
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <output className={classes.count}>{text.trim() && countOf(matches, current)}</output>
      <Step label="Previous match (Shift+Enter)" icon={ChevronUp} onClick={() => go(-1)} off={matches.length === 0} />
      <Step label="Next match (Enter)" icon={ChevronDown} onClick={() => go(1)} off={matches.length === 0} />
      <Step label="Close (Esc)" icon={X} onClick={leave} />
      {current && <Where match={current} />}
    </search>
  )
}

const countOf = (matches: readonly Match[], current: Match | undefined): string =>
  current ? `${matches.indexOf(current) + 1} of ${matches.length}` : "Not found"

/** Counted from the flow that was open when the search began: what is flown to must not turn the order around. */
function useMatches(text: string): Match[] {
  const store = useEditorStore()
  const document = useEditor(documentOf)
  const components = useEditor((state) => state.components)
  const begun = text.trim() !== ""
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new search begins at what is open then
  const first = useMemo(() => store.getState().flowKey, [store, begun])
  return useMemo(() => {
    const titles = Object.fromEntries(Object.values(components).map(({ key, title }) => [key, title]))
    return findText(document, text, first, titles)
  }, [document, components, text, first])
}

/** Flies to the match, opens its input, and leaves the keyboard in the bar. */
function useShown(match: Match | undefined, searching: boolean): void {
  const store = useEditorStore()
  const place = match && [match.flow, match.step, match.note, match.field].join(" ")
  const latest = useRef(match)
  latest.current = match
  useEffect(() => {
    if (!searching || place === undefined || !latest.current) return
    const { flow, step, note, field } = latest.current
    store.getState().openFlow(flow)
    store.getState().select(step === undefined ? [] : [step], note === undefined ? [] : [note])
    store.getState().set({
      flight: { steps: [step ?? noteNodeId(note ?? "")], near: true },
      wantedField: step === undefined || field === undefined ? null : { step, field, keepFocus: true },
    })
  }, [store, place, searching])
}

function Where({ match }: { match: Match }) {
  const name = useEditor((state) => {
    const { flows } = documentOf(state)
    return flows.length > 1 ? `${findFlow(documentOf(state), match.flow)?.name ?? match.flow} › ` : ""
  })
  return (
    <p className={classes.where}>
      {name + [match.step, match.where].filter(Boolean).join(", ")}
      <code>{match.excerpt}</code>
    </p>
  )
}

interface StepProps {
  label: string
  icon: typeof X
  onClick: () => void
  off?: boolean
}

function Step({ label, icon: Icon, onClick, off = false }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label.replace(/ \(.*\)$/, "")}
        disabled={off}
        onClick={onClick}
      >
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}
