/** A single value in a tree of JSON. The tree's own cuts nested text after thirty characters, and opens it by mouse alone. */
import { Anchor } from "@mantine/core"
import { type CSSProperties, useState } from "react"

const LONGEST = 120

interface Drawn {
  type?: unknown
  content?: string
  style?: CSSProperties
}

export function JsonValue({ type, content = "", style }: Drawn) {
  const [whole, setWhole] = useState(false)
  const hidden = type === "string" ? content.length - LONGEST : 0
  if (hidden <= 0) return <span style={style}>{type === "null" ? "null" : content}</span>
  return (
    <span style={style}>
      {whole ? content : `${content.slice(0, LONGEST)}… `}{" "}
      <Anchor component="button" type="button" inherit underline="always" onClick={() => setWhole(!whole)}>
        {whole ? "less" : `${hidden.toLocaleString("en")} more`}
      </Anchor>
    </span>
  )
}
