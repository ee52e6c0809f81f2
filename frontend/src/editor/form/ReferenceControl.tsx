/** A reference to an earlier result: typed or picked, with the value it has in the sample. */
import { ActionIcon, Textarea } from "@mantine/core"
import { Crosshair } from "lucide-react"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import { draggedReference } from "./dragging"
import classes from "./form.module.css"
import { ReferencePicker } from "./ReferencePicker"

export function ReferenceControl({ title, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const reference = input && "reference" in input ? input.reference : ""
  return (
    <div className={classes.withButton}>
      <Textarea
        aria-label={title}
        className={classes.grow}
        classNames={{ input: classes.mono ?? "" }}
        // Wraps rather than scrolls: the end of a path is what tells one from another.
        autosize
        minRows={1}
        value={reference}
        readOnly={readOnly}
        placeholder="webhook_1.results.body.data"
        onChange={(event) => onChange({ reference: event.currentTarget.value.trim() })}
        onDrop={(event) => {
          const dragged = draggedReference(event.dataTransfer)
          if (dragged === null || readOnly) return
          event.preventDefault()
          onChange({ reference: dragged })
        }}
      />
      {!readOnly && (
        <ReferencePicker stepId={step.id} onPick={(path) => onChange({ reference: path })}>
          <ActionIcon variant="default" size={30} aria-label={`Pick a result for ${title}`}>
            <Crosshair size={15} />
          </ActionIcon>
        </ReferencePicker>
      )}
    </div>
  )
}
