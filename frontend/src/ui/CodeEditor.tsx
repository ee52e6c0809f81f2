/** An editor for JavaScript or JSON. CodeMirror is large, so it comes as a chunk of its own when first shown. */
import type { EditorView } from "@codemirror/view"
import { Skeleton } from "@mantine/core"
import { lazy, Suspense } from "react"

const CodeMirrorPane = lazy(() => import("./CodeMirrorPane"))

export interface CodeEditorProps {
  /** Read by screen readers; CodeMirror puts it on its content. */
  label: string
  value: string
  language: "javascript" | "json" | "text"
  onChange?: (value: string) => void
  readOnly?: boolean
  /** Hands out the view, for inserting at the cursor. */
  onReady?: (view: EditorView) => void
  minHeight?: string
  maxHeight?: string
}

export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton h={props.minHeight ?? "120px"} />}>
      <CodeMirrorPane {...props} />
    </Suspense>
  )
}
