import { javascript } from "@codemirror/lang-javascript"
import { json } from "@codemirror/lang-json"
import { EditorView } from "@codemirror/view"
import { useComputedColorScheme } from "@mantine/core"
import CodeMirror from "@uiw/react-codemirror"
import { useMemo } from "react"
import type { CodeEditorProps } from "./CodeEditor"

const LANGUAGES = { javascript: () => [javascript()], json: () => [json()], text: () => [] }

const look = EditorView.theme({
  "&": {
    fontSize: "12px",
    border: "1px solid var(--hy-line-strong)",
    borderRadius: "var(--hy-radius)",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "2px solid var(--hy-focus)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)" },
})

export default function CodeMirrorPane(props: CodeEditorProps) {
  const { label, value, language, onChange, onReady, readOnly, minHeight = "120px", maxHeight } = props
  const scheme = useComputedColorScheme("light")
  const extensions = useMemo(
    () => [
      ...LANGUAGES[language](),
      look,
      EditorView.lineWrapping,
      // The content is what has the focus, so the name must be there.
      EditorView.contentAttributes.of({ "aria-label": label }),
    ],
    [language, label],
  )
  return (
    <CodeMirror
      value={value}
      theme={scheme}
      extensions={extensions}
      minHeight={minHeight}
      {...(maxHeight ? { maxHeight } : {})}
      readOnly={readOnly ?? false}
      // Tab must leave the editor for keyboard users.
      indentWithTab={false}
      basicSetup={{ foldGutter: false, highlightActiveLine: !readOnly, autocompletion: false }}
      onCreateEditor={(view) => onReady?.(view)}
      onChange={(text) => onChange?.(text)}
    />
  )
}
