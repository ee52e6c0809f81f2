import { statusWords } from "../../executions/marks"
import { StatusBadge } from "../../ui/StatusBadge"
import { duration } from "../../ui/When"
import { useEditor } from "../store"
import classes from "./nodes.module.css"

/** How this step went in the run that the canvas shows, with its time. */
export function RunBadge({ id }: { id: string }) {
  const run = useEditor((state) => state.runs[id])
  if (!run) return null
  const time = run.durationUs ? ` · ${duration(run.durationUs)}` : ""
  return (
    <span className={classes.run}>
      <StatusBadge status={run.status} label={`${statusWords(run)}${time}`} />
    </span>
  )
}
