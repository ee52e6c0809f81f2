/** A JSON value as a tree that folds. */
import { useComputedColorScheme } from "@mantine/core"
import JsonTree from "@uiw/react-json-view"
import { darkTheme } from "@uiw/react-json-view/dark"
import { lightTheme } from "@uiw/react-json-view/light"

const FRAME = {
  fontFamily: "var(--mantine-font-family-monospace)",
  fontSize: 12,
  background: "transparent",
  overflowWrap: "anywhere",
} as const

export function Json({ value, collapsed = 3 }: { value: unknown; collapsed?: number | boolean }) {
  const dark = useComputedColorScheme("light") === "dark"
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
      shortenTextAfterLength={120}
      style={{ ...(dark ? darkTheme : lightTheme), ...FRAME }}
    />
  )
}
