/** The place in the code where a step failed, with the lines around it. */
import classes from "./CodePlace.module.css"
import type { CodeLine } from "./excerpt"

export function CodePlace({ lines }: { lines: CodeLine[] }) {
  const faulty = lines.find(({ column }) => column !== null)
  if (!faulty) return null
  return (
    <figure className={classes.place} aria-label={`Line ${faulty.number} of the code`}>
      {lines.map((line) => (
        <code key={line.number} className={classes.line} data-faulty={line.column !== null || undefined}>
          <span className={classes.number}>{line.number}</span>
          <span>
            {line.column === null ? line.text : line.text.slice(0, line.column - 1)}
            {line.column !== null && <mark>{line.text.slice(line.column - 1)}</mark>}
          </span>
        </code>
      ))}
    </figure>
  )
}
