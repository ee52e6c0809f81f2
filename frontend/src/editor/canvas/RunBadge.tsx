import { StatusBadge } from "../../ui/StatusBadge"
import { duration } from "../../ui/When"
import { useEditor } from "../store"
import classes from "./nodes.module.css"

/** How this step went in the run that the canvas shows, with its time. */
export function RunBadge({ id }: { id: string }) {
  const run = useEditor((state) => state.runs[id])
  if (!run) return null
  const time = run.durationUs ? ` · ${duration(run.durationUs)}` : ""
  const count = run.count && run.count > 1 ? ` × ${run.count}` : ""
  const tries = run.attempts && run.attempts > 1 ? ` · ${run.attempts} tries` : ""
  return (
    <span className={classes.run}>
      <StatusBadge status={run.status} label={`${run.status}${count}${time}${tries}`} />
    </span>
  )
}
