/** A JSON value as a tree that folds: by mouse, by arrow keys, and for screen readers. */
import { Check, ChevronRight, Copy } from "lucide-react"
import { type KeyboardEvent, useMemo, useRef, useState } from "react"
import { copyText } from "./copying"
import classes from "./Json.module.css"
import { copyable, NOTHING_TURNED, openAtFirst, PAGE, parentOf, type Row, rowsOf, turn } from "./jsonRows"

/** Longer text is cut until somebody asks for the rest: a raw body may be megabytes. */
const LONGEST_TEXT = 240

interface JsonProps {
  value: unknown
  /** How many levels are open from the start. */
  open?: number
  label?: string
}

export function Json({ value, open = 3, label = "JSON" }: JsonProps) {
  if (typeof value !== "object" || value === null) {
    return (
      <code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {value === undefined ? "nothing" : JSON.stringify(value)}
      </code>
    )
  }
  return <Tree value={value} open={open} label={label} />
}

function Tree({ value, open, label }: { value: object; open: number; label: string }) {
  const [turned, setTurned] = useState(NOTHING_TURNED)
  const [active, setActive] = useState("")
  const tree = useRef<HTMLDivElement>(null)
  const first = useMemo(() => openAtFirst(value, open), [value, open])
  const rows = useMemo(() => rowsOf(value, first, turned), [value, first, turned])
  const at = Math.max(
    0,
    rows.findIndex((row) => row.path === active),
  )

  const go = (index: number) => {
    const row = rows[index]
    if (!row) return
    setActive(row.path)
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index]?.focus()
  }
  const press = (event: KeyboardEvent) => {
    const row = rows[at]
    if (!row || event.target instanceof HTMLButtonElement) return
    if (!pressed(event, { rows, at, row, go, turn: () => setTurned(turn(turned, row)) })) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={tree} role="tree" aria-label={label} className={classes.tree} onKeyDown={press}>
      {rows.map((row, index) => (
        <Line
          key={row.path}
          row={row}
          focusable={index === at}
          focused={() => setActive(row.path)}
          turn={() => setTurned((before) => turn(before, row))}
        />
      ))}
    </div>
  )
}

interface Pressed {
  rows: Row[]
  at: number
  row: Row
  go: (index: number) => void
  turn: () => void
}

/** What a key does in the tree; false where it is none of the tree's. */
function pressed(event: KeyboardEvent, { rows, at, row, go, turn }: Pressed): boolean {
  if (event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey)) {
    if (window.getSelection()?.toString()) return false
    void copyText(copyable(row.value))
    return true
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
  const moves: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    ArrowRight: () => (row.kind === "folded" ? turn() : row.kind === "open" && go(at + 1)),
    ArrowLeft: () => (row.kind === "open" ? turn() : go(parentOf(rows, at))),
    Enter: turn,
    " ": turn,
  }
  const move = moves[event.key]
  move?.()
  return move !== undefined
}

interface LineProps {
  row: Row
  focusable: boolean
  focused: () => void
  turn: () => void
}

function Line({ row, focusable, focused, turn }: LineProps) {
  const nested = row.kind === "open" || row.kind === "folded"
  const turns = row.kind !== "leaf"
  // A click that ends the marking of text is none.
  const click = turns ? () => window.getSelection()?.isCollapsed !== false && turn() : undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its lines
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={nested ? row.kind === "open" : undefined}
      tabIndex={focusable ? 0 : -1}
      data-turns={turns || undefined}
      className={classes.row}
      onFocus={focused}
      onClick={click}
    >
      <span className={classes.levels} style={{ width: row.depth * 15 }} aria-hidden />
      {nested ? (
        <ChevronRight size={13} className={classes.turner} data-open={row.kind === "open" || undefined} aria-hidden />
      ) : (
        <span className={classes.turner} aria-hidden />
      )}
      {row.kind === "more" ? (
        <span className={classes.more}>
          Show {Math.min(PAGE, row.count)} more of {row.count.toLocaleString("en")}
        </span>
      ) : (
        <>
          <span className={classes.said}>
            <Name name={row.name} />
            {nested ? <Nest row={row} /> : <Leaf value={row.value} />}
          </span>
          <CopyValue row={row} />
        </>
      )}
    </div>
  )
}

function Name({ name }: { name: Row["name"] }) {
  if (name === null) return null
  return (
    <>
      <span className={typeof name === "number" ? classes.index : undefined}>
        {typeof name === "number" ? name : JSON.stringify(name)}
      </span>
      <span className={classes.colon}>:</span>
    </>
  )
}

function Nest({ row }: { row: Row }) {
  const [start, end] = Array.isArray(row.value) ? ["[", "]"] : ["{", "}"]
  return (
    <>
      {row.kind === "open" ? start : `${start}…${end}`}{" "}
      <span className={classes.count}>{row.count === 1 ? "1 item" : `${row.count.toLocaleString("en")} items`}</span>
    </>
  )
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string") return <LongText text={value} />
  const kind = typeof value === "number" ? classes.number : typeof value === "boolean" ? classes.boolean : classes.null
  return <span className={kind}>{JSON.stringify(value)}</span>
}

function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > LONGEST_TEXT
  return (
    <>
      <span className={classes.string}>{JSON.stringify(cut ? text.slice(0, LONGEST_TEXT) : text)}</span>
      {text.length > LONGEST_TEXT && (
        <>
          {" "}
          <button type="button" className={classes.more} onClick={() => setWhole(!whole)}>
            {cut ? `and ${(text.length - LONGEST_TEXT).toLocaleString("en")} more characters` : "Show less"}
          </button>
        </>
      )}
    </>
  )
}

/** For the mouse; with keys it is Ctrl+C on the line. */
function CopyValue({ row }: { row: Row }) {
  const [copied, setCopied] = useState(false)
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      title="Copy"
      className={classes.copy}
      onMouseLeave={() => setCopied(false)}
      onClick={(event) => {
        event.stopPropagation()
        void copyText(copyable(row.value)).then(setCopied)
      }}
    >
      {copied ? <Check size={13} /> : <Copy size={13} />}
    </button>
  )
}
