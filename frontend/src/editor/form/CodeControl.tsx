/** JavaScript of a code step. Results are inserted as `stepResults…` where the cursor stands. */
import type { EditorView } from "@codemirror/view"
import { Button } from "@mantine/core"
import { Crosshair } from "lucide-react"
import { useRef } from "react"
import { CodeEditor } from "../../ui/CodeEditor"
import type { ControlProps } from "./Control"
import { useForm } from "./context"
import { literalOf } from "./modes"
import { ReferencePicker } from "./ReferencePicker"

export function CodeControl({ title, input, onChange }: ControlProps) {
  const { step, readOnly } = useForm()
  const view = useRef<EditorView | null>(null)
  const value = literalOf(input)
  const insert = (reference: string) => {
    const editor = view.current
    if (!editor) return
    editor.dispatch(editor.state.replaceSelection(`stepResults.${reference}`))
    editor.focus()
  }
  return (
    <>
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
        <ReferencePicker stepId={step.id} onPick={insert}>
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
    </>
  )
}
