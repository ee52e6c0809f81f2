/** The frame of a value made of rows: the rows, and a button that adds one and goes into it. */
import { Plus, X } from "lucide-react"
import { type ReactNode, useRef } from "react"
import { say } from "../../../config/saying"
import { wrongAt } from "../../../config/wrongAt"
import { usePage } from "../pageContext"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { Group } from "./Field"

interface RowsProps extends Pick<ControlProps, "label" | "description" | "required" | "wrong"> {
  add: () => void
  children: ReactNode
}

export function RowsControl({ label, description, required, wrong, add, children }: RowsProps) {
  const { words, busy } = usePage().state
  const rows = useRef<HTMLDivElement>(null)
  const addOne = () => {
    add()
    requestAnimationFrame(() => rows.current?.lastElementChild?.querySelector<HTMLElement>("input, select")?.focus())
  }
  const text = say(words.addTo, { name: label })
  return (
    <Group label={label} description={description} required={required ?? false} wrong={wrongAt([...wrong], "")}>
      <div ref={rows} className={classes.rows}>
        {children}
      </div>
      <button type="button" className={classes.button} disabled={busy} onClick={addOne}>
        <Plus size={14} aria-hidden /> {text}
      </button>
    </Group>
  )
}

export function RemoveRow({ label, remove }: { label: string; remove: () => void }) {
  const { busy } = usePage().state
  return (
    <button type="button" className={classes.icon} aria-label={label} title={label} disabled={busy} onClick={remove}>
      <X size={16} aria-hidden />
    </button>
  )
}
