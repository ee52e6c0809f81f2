import { Pin } from "lucide-react"
import { pinOf, usePins } from "../pins"
import { useEditor } from "../store"
import classes from "./marks.module.css"

/** The step does not run in tests: its results are pinned. An execution on this canvas ran without pins. */
export function PinBadge({ id }: { id: string }) {
  const step = useEditor((state) => (state.readOnly ? undefined : state.steps[id]))
  const flowKey = useEditor((state) => state.flowKey)
  const pinned = usePins((state) => pinOf(state.flows, flowKey, step) !== undefined)
  if (!pinned) return null
  return (
    <span className={classes.pin} title="Pinned: tests use these results and do not run the step">
      <Pin size={11} aria-hidden /> pinned
    </span>
  )
}
