/** The road a request takes, one stage after the other; choosing one shows its setting. */
import {
  ArrowLeftRight,
  ChevronRight,
  Filter,
  Globe,
  KeyRound,
  type LucideIcon,
  Reply,
  ShieldCheck,
  TriangleAlert,
  UserSearch,
  Workflow,
} from "lucide-react"
import classes from "./Road.module.css"
import type { StopView } from "./rules"
import type { RoadStop } from "./stops"

const ICONS: Record<RoadStop, LucideIcon> = {
  endpoint: Globe,
  access: ShieldCheck,
  method: ArrowLeftRight,
  credential: KeyRound,
  preprocess: Workflow,
  pick: Filter,
  match: UserSearch,
  answer: Reply,
}

interface RoadProps {
  stops: StopView[]
  chosen: RoadStop
  choose: (stop: RoadStop) => void
}

export function Road({ stops, chosen, choose }: RoadProps) {
  return (
    <ol className={classes.road} aria-label="The road of a request">
      {stops.map((view, index) => (
        <li key={view.stop} className={classes.item}>
          {index > 0 && <ChevronRight size={16} className={classes.arrow} aria-hidden />}
          <Stop view={view} chosen={view.stop === chosen} choose={() => choose(view.stop)} />
        </li>
      ))}
    </ol>
  )
}

function Stop({ view, chosen, choose }: { view: StopView; chosen: boolean; choose: () => void }) {
  const Icon = ICONS[view.stop]
  const count = view.problems.length
  const worst = view.problems.some((problem) => problem.severity === "error") ? "error" : "warning"
  const trouble = count === 0 ? "" : `, ${count} ${count === 1 ? "problem" : "problems"}`
  return (
    <button
      type="button"
      className={classes.stop}
      data-unused={!view.used || undefined}
      aria-pressed={chosen}
      aria-label={`${view.label}: ${view.summary}${trouble}`}
      onClick={choose}
    >
      <span className={classes.label}>
        <Icon size={14} aria-hidden />
        {view.label}
        {count > 0 && (
          <span className={classes.badge} data-severity={worst}>
            <TriangleAlert size={11} aria-hidden />
            {count}
          </span>
        )}
      </span>
      <span className={classes.summary} title={view.summary}>
        {view.summary}
      </span>
    </button>
  )
}
