/** What was expected beside what came, place by place. */
import { CircleMinus, CirclePlus, type LucideIcon, Replace } from "lucide-react"
import type { Difference } from "../../api/types"
import { COMPARED_WORDS, DIFFERENCE_WORDS } from "./expectation"
import classes from "./tests.module.css"

const ICONS: Record<Difference["kind"], LucideIcon> = { missing: CircleMinus, changed: Replace, extra: CirclePlus }

interface Props {
  differences: readonly Difference[]
  /** What the two sides are, where they are no expectation and its result. */
  before?: string
  after?: string
}

export function Differences({ differences, before, after }: Props) {
  const words = before ? COMPARED_WORDS : DIFFERENCE_WORDS
  return (
    <table className={classes.differences} aria-label="Differences">
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">{before ?? "Expected"}</th>
          <th scope="col">{after ?? "Got"}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, kind, expected, got }) => {
          const Icon = ICONS[kind]
          return (
            <tr key={`${path} ${kind}`}>
              <th scope="row">
                <code>{path}</code>
                <span className={classes.kind}>
                  <Icon size={12} aria-hidden /> {words[kind]}
                </span>
              </th>
              <td data-side={before ? "got" : "expected"}>
                {kind === "extra" ? <Nothing /> : <Value value={expected} />}
              </td>
              <td data-side={before ? "expected" : "got"}>
                {kind === "missing" ? <Nothing /> : <Value value={got} />}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const Value = ({ value }: { value: unknown }) => <code>{JSON.stringify(value, null, 1)}</code>

const Nothing = () => <span className={classes.nothing}>not there</span>
