/** One step of the list. The words of its button are what a screen reader hears on the canvas too. */
import { CircleAlert, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { groupOf } from "../../flow/annotating"
import type { Problem } from "../../flow/definition"
import { type Place, placeWords } from "../../flow/order"
import { ComponentIcon } from "../../ui/ComponentIcon"
import { useCommand } from "../commands/CommandsProvider"
import { flowOf, useEditor } from "../store"
import classes from "./list.module.css"
import { RowActions } from "./RowActions"
import { RowLinks } from "./RowLinks"

interface Props {
  place: Place
  count: number
  /** It has the keyboard's place in the list: the one row that Tab reaches. */
  isCurrent: boolean
  children: ReactNode
}

const NO_PROBLEMS: Problem[] = []

export function ListRow({ place, count, isCurrent, children }: Props) {
  const { step } = place
  const component = useEditor((state) => state.components[step.component])
  const selected = useEditor((state) => state.selected.length === 1 && state.selected[0] === step.id)
  const readOnly = useEditor((state) => state.readOnly)
  const select = useEditor((state) => state.select)
  const group = useEditor((state) => {
    const flow = flowOf(state)
    const found = flow && groupOf(flow, step.id)
    return found && (found.title || "Group")
  })
  const open = useCommand("open")
  return (
    <li className={classes.row} data-testid={`row-${step.id}`}>
      <button
        type="button"
        className={classes.main}
        data-row={step.id}
        data-current={selected || undefined}
        data-disabled={step.disabled || undefined}
        aria-current={selected || undefined}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={() => !selected && select([step.id])}
        // A mouse that selects has not asked for the settings' keyboard; Enter has.
        onClick={(event) => (selected && event.detail === 0 ? open.run() : select([step.id]))}
        onDoubleClick={open.run}
      >
        <ComponentIcon name={component?.icon} size={16} />
        <span>{placeWords(place, component?.title ?? step.component, count)}</span>
        <span className={classes.label}>{step.id}</span>
        {group && <span className={classes.mark}>in {group}</span>}
        <Problems id={step.id} />
      </button>
      {selected && (
        <div className={classes.detail}>
          <RowLinks step={step} />
          {!readOnly && <RowActions step={step} parent={place.parent} />}
        </div>
      )}
      {children}
    </li>
  )
}

function Problems({ id }: { id: string }) {
  const problems = useEditor((state) => state.stepProblems[id] ?? NO_PROBLEMS)
  if (problems.length === 0) return null
  const bad = problems.some((problem) => problem.severity === "error")
  const Icon = bad ? CircleAlert : TriangleAlert
  return (
    <span className={classes.problems} data-tone={bad ? "bad" : "warn"}>
      <Icon size={13} aria-hidden />
      {problems.length} {problems.length === 1 ? "problem" : "problems"}
    </span>
  )
}
