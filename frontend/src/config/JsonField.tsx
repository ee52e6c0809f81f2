import { Textarea } from "@mantine/core"
import { useState } from "react"
import classes from "./config.module.css"
import type { ValueFieldProps } from "./ValueField"
import { isEmpty, readJson, Unread } from "./values"

/** Any JSON, as text. What is typed stays as it is typed, until the value changes from elsewhere. */
export function JsonField({
  variable,
  label,
  ariaLabel,
  description,
  required,
  value,
  wrong,
  change,
}: ValueFieldProps) {
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null)
  const shown =
    value instanceof Unread
      ? value.text
      : typed && JSON.stringify(typed.value) === JSON.stringify(value)
        ? typed.text
        : isEmpty(value)
          ? ""
          : JSON.stringify(value, null, 2)
  const read = (text: string) => {
    const next = readJson(text)
    setTyped({ text, value: next })
    change(next)
  }
  return (
    <Textarea
      label={label}
      aria-label={ariaLabel}
      description={description}
      required={required ?? false}
      withAsterisk={false}
      autosize
      minRows={3}
      maxRows={14}
      classNames={{ input: classes.mono ?? "" }}
      placeholder={variable.type === "object" ? "{ }" : ""}
      value={shown}
      error={wrong[0]?.text}
      onChange={(event) => read(event.currentTarget.value)}
    />
  )
}
