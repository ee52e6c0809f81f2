/** JavaScript of a code step. Results are inserted as `stepResults…` where the cursor stands. */
import type { EditorView } from "@codemirror/view"
import { Button } from "@mantine/core"
import { Crosshair } from "lucide-react"
import { type DragEvent, useRef } from "react"
import { plain } from "../../flow/arrays"
import { CodeEditor } from "../../ui/CodeEditor"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import { draggedReference } from "./dragging"
import classes from "./form.module.css"
import { literalOf } from "./modes"
import { ReferencePicker } from "./ReferencePicker"

export function CodeControl({ title, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const view = useRef<EditorView | null>(null)
  const value = literalOf(input)
  const insert = (expression: string) => {
    const editor = view.current
    if (!editor) return
    editor.dispatch(editor.state.replaceSelection(expression))
    editor.focus()
  }
  const onDrop = (event: DragEvent) => {
    const editor = view.current
    const reference = draggedReference(event.dataTransfer)
    if (!editor || readOnly || reference === null) return
    event.preventDefault()
    event.stopPropagation()
    const at = editor.posAtCoords({ x: event.clientX, y: event.clientY }) ?? editor.state.selection.main.head
    editor.dispatch({ changes: { from: at, insert: plain(reference, "code") } })
    editor.focus()
  }
  return (
    <div className={classes.code} onDropCapture={onDrop}>
      <CodeEditor
        label={title}
        language="javascript"
        value={typeof value === "string" ? value : ""}
        readOnly={readOnly}
        minHeight="220px"
        maxHeight="60vh"
        onReady={(editor) => {
          view.current = editor
        }}
        onChange={(code) => onChange({ value: code })}
      />
      {!readOnly && (
        <ReferencePicker stepId={step.id} as="code" onPick={insert}>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Crosshair size={13} />}
            style={{ alignSelf: "flex-start" }}
          >
            Insert a result
          </Button>
        </ReferencePicker>
      )}
    </div>
  )
}
