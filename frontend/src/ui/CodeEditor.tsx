/** An editor for JavaScript or JSON. CodeMirror is large, so it comes as a chunk of its own when first shown. */
import type { EditorView } from "@codemirror/view"
import { Skeleton } from "@mantine/core"
import { lazyPart } from "./lazyPart"

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

export const CodeEditor = lazyPart<CodeEditorProps>(
  async () => (await import("./CodeMirrorPane")).default,
  ({ minHeight }) => <Skeleton h={minHeight ?? "120px"} />,
)
