/** What stands around a control: its label, what is said about it, and what is wrong. */
import { CircleAlert } from "lucide-react"
import { type ReactNode, useId } from "react"
import { Markdown } from "../Markdown"
import { usePage, useTellable } from "../pageContext"
import { wrongWords } from "../words"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"

/** For the element that is typed into or chosen from. */
export interface Wiring {
  id: string
  disabled: boolean
  "aria-label"?: string
  "aria-describedby"?: string
  "aria-invalid"?: true
  "aria-required"?: true
}

type FieldProps = Pick<ControlProps, "label" | "quiet" | "description" | "required" | "wrong"> & {
  children: (wiring: Wiring) => ReactNode
}

export function Field({ label, quiet, description, required, wrong, children }: FieldProps) {
  const { state } = usePage()
  const id = useId()
  const said = [description && !quiet && `${id}-about`, wrong.length > 0 && `${id}-wrong`].filter(Boolean).join(" ")
  return (
    <div className={classes.field} data-wrong={wrong.length > 0 || undefined}>
      {!quiet && <Label id={id} label={label} required={required ?? false} />}
      {description && !quiet && <About id={`${id}-about`} text={description} />}
      {children({
        id,
        disabled: state.busy,
        ...(quiet && { "aria-label": label }),
        ...(said && { "aria-describedby": said }),
        ...(wrong.length > 0 && { "aria-invalid": true }),
        ...(required && { "aria-required": true }),
      })}
      <WrongText id={`${id}-wrong`} wrong={wrong} />
    </div>
  )
}

function Label({ id, label, required }: { id: string; label: string; required: boolean }) {
  const { words } = usePage().state
  return (
    <label className={classes.label} htmlFor={id}>
      {label}
      {!required && <span className={classes.optional}> ({words.optional})</span>}
    </label>
  )
}

/** A control of several parts: a list, a form, a schedule. */
export function Group({
  label,
  description,
  required,
  wrong,
  children,
}: Omit<FieldProps, "children" | "quiet"> & { children: ReactNode }) {
  const { words } = usePage().state
  const id = useId()
  return (
    <fieldset
      className={classes.group}
      data-wrong={wrong.length > 0 || undefined}
      aria-describedby={wrong.length > 0 ? `${id}-wrong` : undefined}
    >
      <legend className={classes.label}>
        {label}
        {!required && <span className={classes.optional}> ({words.optional})</span>}
      </legend>
      {description && <About text={description} />}
      {children}
      <WrongText id={`${id}-wrong`} wrong={wrong} />
    </fieldset>
  )
}

function About({ id, text }: { id?: string; text: string }) {
  const tell = useTellable()
  const { words } = usePage().state
  return (
    <div id={id} className={classes.about}>
      <Markdown text={text} tell={tell} words={words} />
    </div>
  )
}

export function WrongText({ id, wrong }: { id: string; wrong: ControlProps["wrong"] }) {
  const { words } = usePage().state
  const [first] = wrong
  if (!first) return null
  return (
    <p id={id} className={classes.wrong}>
      <CircleAlert size={14} aria-hidden />
      {wrongWords(first, words)}
    </p>
  )
}
