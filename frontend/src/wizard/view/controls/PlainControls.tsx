/** Values that stand in one line. */
import { useId, useState } from "react"
import { usePage } from "../pageContext"
import { asText, type ControlProps } from "./control"
import classes from "./controls.module.css"
import { Field, WrongText } from "./Field"

export function StringControl(props: ControlProps) {
  const text = asText(props.value)
  return (
    <Field {...props}>
      {(wiring) =>
        text.includes("\n") ? (
          <textarea
            {...wiring}
            className={classes.input}
            rows={4}
            value={text}
            onChange={(event) => props.change(event.currentTarget.value)}
          />
        ) : (
          <input
            {...wiring}
            className={classes.input}
            type="text"
            autoComplete="off"
            value={text}
            onChange={(event) => props.change(event.currentTarget.value)}
          />
        )
      }
    </Field>
  )
}

/** What is typed stays as it is typed: "1." and "-" are on the way to a number. */
export function NumberControl(props: ControlProps) {
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null)
  const shown = typed && Object.is(typed.value, props.value) ? typed.text : String(props.value ?? "")
  const read = (text: string) => {
    const value = text.trim() === "" ? undefined : Number(text.trim())
    // What is no number is kept as text, so that it is told about and not lost.
    const told = value === undefined || Number.isFinite(value) ? value : text
    setTyped({ text, value: told })
    props.change(told)
  }
  return (
    <Field {...props}>
      {(wiring) => (
        <input
          {...wiring}
          className={classes.input}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          onChange={(event) => read(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export function DateControl(props: ControlProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <input
          {...wiring}
          className={classes.input}
          type="date"
          value={asText(props.value)}
          onChange={(event) => props.change(event.currentTarget.value || undefined)}
        />
      )}
    </Field>
  )
}

export function BooleanControl({ label, description, value, wrong, change }: ControlProps) {
  const id = useId()
  const { busy } = usePage().state
  return (
    <div className={classes.field}>
      <label className={classes.switch}>
        <input
          type="checkbox"
          role="switch"
          checked={value === true}
          aria-checked={value === true}
          disabled={busy}
          aria-describedby={description ? `${id}-about` : undefined}
          onChange={(event) => change(event.currentTarget.checked)}
        />
        <span className={classes.track} aria-hidden />
        <span>{label}</span>
      </label>
      {description && (
        <p id={`${id}-about`} className={classes.about}>
          {description}
        </p>
      )}
      <WrongText id={`${id}-wrong`} wrong={wrong} />
    </div>
  )
}
