import type { ReactNode } from "react"
import classes from "./RunResult.module.css"

/** Short facts as label and value; those whose value is null or undefined are left out. `wide`: in columns where there is room. */
export function Facts({ facts, wide }: { facts: [label: string, value: ReactNode][]; wide?: boolean }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined)
  if (known.length === 0) return null
  return (
    <dl className={classes.facts} data-wide={wide || undefined}>
      {known.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
