import { javascript } from "@codemirror/lang-javascript"
import { json } from "@codemirror/lang-json"
import { EditorView } from "@codemirror/view"
import CodeMirror from "@uiw/react-codemirror"
import { useMemo } from "react"
import type { CodeEditorProps } from "./CodeEditor"
import { codeTheme } from "./codeTheme"

const LANGUAGES = { javascript: () => [javascript()], json: () => [json()], text: () => [] }

export default function CodeMirrorPane(props: CodeEditorProps) {
  const { label, value, language, onChange, onReady, readOnly, minHeight = "120px", maxHeight } = props
  const extensions = useMemo(
    () => [
      ...LANGUAGES[language](),
      codeTheme,
      EditorView.lineWrapping,
      // The content is what has the focus, so the name must be there.
      EditorView.contentAttributes.of({ "aria-label": label }),
    ],
    [language, label],
  )
  return (
    <CodeMirror
      value={value}
      theme="none"
      extensions={extensions}
      minHeight={minHeight}
      {...(maxHeight ? { maxHeight } : {})}
      readOnly={readOnly ?? false}
      // Tab must leave the editor for keyboard users.
      indentWithTab={false}
      basicSetup={{ foldGutter: false, autocompletion: false }}
      onCreateEditor={(view) => onReady?.(view)}
      onChange={(text) => onChange?.(text)}
    />
  )
}
