/** Text, literal or with placeholders. A result that is picked goes in where the cursor stands. */
import { ActionIcon, Textarea } from "@mantine/core"
import { Crosshair } from "lucide-react"
import { useRef } from "react"
import type { Input } from "../../flow/definition"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import classes from "./form.module.css"
import { typedText } from "./modes"
import { ReferencePicker } from "./ReferencePicker"

export function TextControl({ title, mode, schema, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const area = useRef<HTMLTextAreaElement>(null)
  const template = mode === "template"
  const text = textOf(input)

  const write = (next: string) => onChange(typedText(text, next, template))

  const insert = (reference: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {}
    const placeholder = `{{${reference}}}`
    // Only a template is scanned for placeholders, so plain text becomes one.
    onChange({ template: text.slice(0, selectionStart) + placeholder + text.slice(selectionEnd) })
  }

  return (
    <div className={classes.withButton}>
      <Textarea
        ref={area}
        aria-label={title}
        className={classes.grow}
        classNames={{ input: template ? classes.mono : "" }}
        autosize
        minRows={1}
        maxRows={10}
        value={text}
        readOnly={readOnly}
        placeholder={typeof schema.default === "string" ? schema.default : template ? "Text with {{references}}" : ""}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {!readOnly && (
        <ReferencePicker stepId={step.id} onPick={insert}>
          <ActionIcon variant="default" size={30} aria-label={`Pick a result for ${title}`}>
            <Crosshair size={15} />
          </ActionIcon>
        </ReferencePicker>
      )}
    </div>
  )
}

function textOf(input: Input | undefined): string {
  if (!input) return ""
  if ("template" in input) return input.template
  if (!("value" in input)) return ""
  return typeof input.value === "string" ? input.value : JSON.stringify(input.value)
}
