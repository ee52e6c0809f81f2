/** Where links leave a step: its handle, its name when it has one, and a plus that adds the next step there. */
import { Handle, Position, useUpdateNodeInternals } from "@xyflow/react"
import { Plus } from "lucide-react"
import { useEffect, useMemo } from "react"
import type { Step } from "../../flow/definition"
import { outletsOf } from "../../flow/outlets"
import { useEditor } from "../store"
import classes from "./nodes.module.css"

export function useOutlets(step: Step | undefined): string[] {
  const outlets = useMemo(() => (step ? outletsOf(step) : []), [step])
  const measure = useUpdateNodeInternals()
  const id = step?.id
  const names = outlets.join("\n")
  // React Flow looks for handles again when a node's size changes. A renamed outlet changes none, and its link would not be drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the outlets become others
  useEffect(() => {
    if (id !== undefined) measure(id)
  }, [id, names, measure])
  return outlets
}

export function SingleOutlet({ step, outlet }: { step: string; outlet: string }) {
  return (
    <>
      <Handle id={outlet} type="source" position={Position.Right} className={classes.handle} />
      <OutletPlus step={step} outlet={outlet} />
    </>
  )
}

export function OutletRow({ step, outlet }: { step: string; outlet: string }) {
  return (
    <div className={classes.outlet} data-outlet={outlet}>
      <span className={classes.outletName}>{outlet === "out" ? "then" : outlet}</span>
      <Handle id={outlet} type="source" position={Position.Right} className={classes.handle} />
      <OutletPlus step={step} outlet={outlet} />
    </div>
  )
}

function OutletPlus({ step, outlet }: { step: string; outlet: string }) {
  const ask = useEditor((state) => state.ask)
  const readOnly = useEditor((state) => state.readOnly)
  const linked = useEditor((state) => state.linked.has(`${step}.${outlet}`))
  if (readOnly) return null
  const where = outlet === "out" ? step : `${step}, ${outlet}`
  return (
    <button
      type="button"
      className={`${classes.plus} nodrag nopan`}
      data-linked={linked || undefined}
      aria-label={`Add a step after ${where}`}
      title="Add a step"
      onClick={(event) => {
        event.stopPropagation()
        const box = event.currentTarget.getBoundingClientRect()
        ask({ screen: { x: box.right + 8, y: box.top - 8 }, parent: null, after: { step, outlet } })
      }}
    >
      <Plus size={13} aria-hidden />
    </button>
  )
}
