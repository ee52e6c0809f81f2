/** Any JSON, as text. What is typed stays as it is typed, until the value changes from elsewhere. */
import { useState } from "react"
import { isEmpty, readJson, Unread } from "../../../config/values"
import type { ControlProps } from "./control"
import classes from "./controls.module.css"
import { Field } from "./Field"

export function JsonControl(props: ControlProps) {
  const { value, variable, change } = props
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null)
  const mine = typed && JSON.stringify(typed.value) === JSON.stringify(value)
  const stored = isEmpty(value) ? "" : JSON.stringify(value, null, 2)
  const read = (text: string) => {
    const next = readJson(text)
    setTyped({ text, value: next })
    change(next)
  }
  return (
    <Field {...props}>
      {(wiring) => (
        <textarea
          {...wiring}
          className={`${classes.input} ${classes.mono}`}
          rows={5}
          spellCheck={false}
          placeholder={variable.type === "object" ? "{ }" : ""}
          value={value instanceof Unread ? value.text : mine ? typed.text : stored}
          onChange={(event) => read(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
