import { javascript } from "@codemirror/lang-javascript"
import { json } from "@codemirror/lang-json"
import { unifiedMergeView } from "@codemirror/merge"
import { EditorView } from "@codemirror/view"
import CodeMirror from "@uiw/react-codemirror"
import { useMemo } from "react"
import { codeTheme } from "./codeTheme"
import type { TextDiffProps } from "./TextDiff"

const LANGUAGES = { javascript: () => [javascript()], json: () => [json()], text: () => [] }

const marks = EditorView.theme({
  ".cm-deletedChunk": { backgroundColor: "var(--hy-bad-soft)" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--hy-good-soft)" },
  // A line under it, since a darker ground would leave comments too little contrast.
  ".cm-deletedChunk .cm-deletedText": {
    background: "none !important",
    boxShadow: "inset 0 -2px 0 var(--hy-bad)",
    textDecoration: "none",
  },
  ".cm-collapsedLines": { color: "var(--hy-muted) !important", background: "var(--hy-sunken) !important" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"…" !important' },
  "&.cm-merge-b .cm-changedText": { background: "none !important", boxShadow: "inset 0 -2px 0 var(--hy-good)" },
})

export default function TextDiffPane({ label, before, after, language }: TextDiffProps) {
  const extensions = useMemo(
    () => [
      ...LANGUAGES[language](),
      codeTheme,
      marks,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        highlightChanges: true,
        gutter: true,
        syntaxHighlightDeletions: false,
        collapseUnchanged: { margin: 2, minSize: 6 },
      }),
    ],
    [before, language, label],
  )
  return (
    <CodeMirror
      value={after}
      theme="none"
      extensions={extensions}
      maxHeight="360px"
      readOnly
      indentWithTab={false}
      basicSetup={{ foldGutter: false, autocompletion: false, highlightActiveLine: false }}
    />
  )
}
