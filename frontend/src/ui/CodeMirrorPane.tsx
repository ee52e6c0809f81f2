import { javascript } from "@codemirror/lang-javascript"
import { json } from "@codemirror/lang-json"
import { EditorView } from "@codemirror/view"
import CodeMirror from "@uiw/react-codemirror"
import { useCallback, useEffect, useMemo, useRef } from "react"
import type { CodeEditorProps } from "./CodeEditor"
import { codeTheme } from "./codeTheme"
import { largeInput } from "./largeInput"

const LANGUAGES = { javascript: () => [javascript()], json: () => [json()], text: () => [] }

// Made once: whatever is another object at the next letter configures the whole editor anew.
const SETUP = { foldGutter: false, autocompletion: false }
// To find a bracket's other half means to read a line to its end, and a payload may be one line of megabytes.
const SETUP_OF_LARGE = { ...SETUP, bracketMatching: false, highlightSelectionMatches: false }
const LARGE = 500_000

export default function CodeMirrorPane(props: CodeEditorProps) {
  const { label, value, language, onChange, onReady, readOnly, minHeight = "120px", maxHeight } = props
  const extensions = useMemo(
    () => [
      ...LANGUAGES[language](),
      codeTheme,
      largeInput,
      EditorView.lineWrapping,
      // The content is what has the focus, so the name must be there.
      EditorView.contentAttributes.of({ "aria-label": label }),
    ],
    [language, label],
  )
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  const changed = useCallback((text: string) => latest.current?.(text), [])
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
      basicSetup={value.length > LARGE ? SETUP_OF_LARGE : SETUP}
      onCreateEditor={(view) => onReady?.(view)}
      onChange={changed}
    />
  )
}
