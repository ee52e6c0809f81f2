/** A few paragraphs with the little Markdown that descriptions use: `code`, *stress*, **weight**. Never HTML. */
import { Fragment, type ReactNode } from "react"

export function Prose({ text }: { text: string }) {
  return (
    <div>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={paragraph} style={{ margin: index === 0 ? 0 : "6px 0 0" }}>
          {inline(paragraph)}
        </p>
      ))}
    </div>
  )
}

const MARKED = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/

/** Text between the marks, and what is marked, in turn. */
export function inline(text: string): ReactNode[] {
  return text.split(MARKED).map((part, index) => {
    const key = `${index} ${part}`
    if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>
    if (part.startsWith("`")) return <code key={key}>{part.slice(1, -1)}</code>
    if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>
    return <em key={key}>{part.slice(1, -1)}</em>
  })
}
