/** A JSON value as a tree that folds. */
import JsonTree from "@uiw/react-json-view"
import type { ComponentProps, CSSProperties } from "react"
import { JsonValue } from "./JsonValue"

// The tree's own themes miss the AA contrast on our surfaces, so every colour is one of ours.
const FRAME = {
  "--w-rjv-color": "var(--hy-text)",
  "--w-rjv-key-string": "var(--hy-text)",
  "--w-rjv-key-number": "var(--hy-muted)",
  "--w-rjv-line-color": "var(--hy-line)",
  "--w-rjv-arrow-color": "var(--hy-muted)",
  "--w-rjv-info-color": "var(--hy-muted)",
  "--w-rjv-curlybraces-color": "var(--hy-muted)",
  "--w-rjv-brackets-color": "var(--hy-muted)",
  "--w-rjv-colon-color": "var(--hy-muted)",
  "--w-rjv-quotes-color": "var(--hy-muted)",
  "--w-rjv-quotes-string-color": "var(--hy-good)",
  "--w-rjv-ellipsis-color": "var(--hy-muted)",
  "--w-rjv-type-string-color": "var(--hy-good)",
  "--w-rjv-type-int-color": "var(--hy-info)",
  "--w-rjv-type-float-color": "var(--hy-info)",
  "--w-rjv-type-boolean-color": "var(--hy-warn)",
  "--w-rjv-type-null-color": "var(--hy-muted)",
  fontFamily: "var(--mantine-font-family-monospace)",
  fontSize: 12,
  background: "transparent",
  overflowWrap: "anywhere",
} as CSSProperties

const COMPONENTS: ComponentProps<typeof JsonTree>["components"] = {
  value: ({ type, content, style }) => <JsonValue type={type} content={content} style={style} />,
  countInfo: ({ count }: { count: number }) => (
    <em style={{ color: "var(--hy-muted)", paddingLeft: 4 }}>{count === 1 ? "1 item" : `${count} items`}</em>
  ),
}

export function Json({ value, collapsed = 3 }: { value: unknown; collapsed?: number | boolean }) {
  if (typeof value !== "object" || value === null) {
    return (
      <code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {value === undefined ? "nothing" : JSON.stringify(value)}
      </code>
    )
  }
  return (
    <JsonTree
      value={value}
      collapsed={collapsed}
      displayDataTypes={false}
      highlightUpdates={false}
      components={COMPONENTS}
      style={FRAME}
    />
  )
}
