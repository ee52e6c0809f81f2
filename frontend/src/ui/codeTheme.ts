/** How code looks: our surfaces, and colours that keep AA contrast in light and dark. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language"
import { EditorView } from "@codemirror/view"
import { tags } from "@lezer/highlight"

const surface = EditorView.theme({
  "&": {
    fontSize: "12px",
    color: "var(--hy-text)",
    backgroundColor: "var(--hy-surface)",
    border: "1px solid var(--hy-line-strong)",
    borderRadius: "var(--hy-radius)",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "2px solid var(--hy-focus)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)" },
  ".cm-content": { caretColor: "var(--hy-text)" },
  ".cm-cursor": { borderLeftColor: "var(--hy-text)" },
  ".cm-gutters": {
    color: "var(--hy-muted)",
    backgroundColor: "var(--hy-sunken)",
    borderRight: "1px solid var(--hy-line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hy-accent) 7%, transparent)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--hy-accent) 28%, transparent)",
  },
  ".cm-matchingBracket": { outline: "1px solid var(--hy-line-strong)", backgroundColor: "transparent !important" },
  ".cm-placeholder": { color: "var(--hy-muted)" },
})

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--hy-code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--hy-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--hy-code-number)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--hy-code-name)" },
  { tag: [tags.comment], color: "var(--hy-muted)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--hy-bad)" },
])

export const codeTheme = [surface, syntaxHighlighting(colours)]
