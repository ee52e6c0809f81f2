/** Any JSON, as text. Half-typed text stays here; only what parses reaches the document. */
import { ActionIcon, Text } from "@mantine/core"
import { Crosshair } from "lucide-react"
import { useState } from "react"
import { CodeEditor } from "../../ui/CodeEditor"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import classes from "./form.module.css"
import { literalOf } from "./modes"
import { ReferencePicker } from "./ReferencePicker"

export function JsonControl({ title, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const value = input === undefined ? undefined : literalOf(input)
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null)
  const [broken, setBroken] = useState<string | null>(null)
  // What was typed stays as it was typed, until the value changes from elsewhere (undo, another step).
  const mine = typed !== null && (broken !== null || sameJson(typed.value, value))
  const text = mine ? typed.text : value === undefined ? "" : JSON.stringify(value, null, 2)

  const change = (next: string) => {
    if (next.trim() === "") {
      setTyped({ text: next, value: undefined })
      setBroken(null)
      if (value !== undefined) onChange(undefined)
      return
    }
    try {
      const parsed: unknown = JSON.parse(next)
      setTyped({ text: next, value: parsed })
      setBroken(null)
      if (!sameJson(parsed, value)) onChange({ value: parsed })
    } catch (failure) {
      setTyped({ text: next, value })
      setBroken(failure instanceof Error ? failure.message : "not JSON")
    }
  }

  return (
    <>
      <div className={classes.withButton}>
        <div className={classes.grow}>
          <CodeEditor
            label={title}
            language="json"
            value={text}
            onChange={change}
            readOnly={readOnly}
            minHeight="64px"
            maxHeight="280px"
          />
        </div>
        {/* A reference takes the place of the whole value, so it is offered where there is none yet. */}
        {!readOnly && text === "" && (
          <ReferencePicker stepId={step.id} onPick={(reference) => onChange({ reference })}>
            <ActionIcon variant="default" size={30} aria-label={`Pick a result for ${title}`}>
              <Crosshair size={15} />
            </ActionIcon>
          </ReferencePicker>
        )}
      </div>
      {broken && (
        <Text size="xs" c="var(--hy-bad)" role="alert">
          Not JSON yet, so not saved: {broken}
        </Text>
      )}
    </>
  )
}

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
