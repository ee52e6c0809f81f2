/** A loop: a box around the steps that it repeats. The links out of it leave from its right edge. */
import { Handle, type NodeProps, Position } from "@xyflow/react"
import { Plus } from "lucide-react"
import { memo } from "react"
import { useEditor } from "../store"
import type { StepNodeType } from "../view"
import { ChangeBadge } from "./ChangeBadge"
import classes from "./nodes.module.css"
import { OutletRow, SingleOutlet, useOutlets } from "./Outlets"
import { PinBadge } from "./PinBadge"
import { RunBadge } from "./RunBadge"
import { ProblemBadge, StepTitle } from "./StepNode"

export const ContainerNode = memo(function ContainerNode({ id, selected }: NodeProps<StepNodeType>) {
  const step = useEditor((state) => state.steps[id])
  const component = useEditor((state) => state.components[step?.component ?? ""])
  const target = useEditor((state) => state.dropEdge === id)
  const outlets = useOutlets(step)
  if (!step) return null
  return (
    <div
      className={classes.container}
      data-testid={`step-${id}`}
      data-container={id}
      data-selected={selected || undefined}
      data-disabled={step.disabled || undefined}
      data-target={target || undefined}
    >
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <div className={classes.containerHead}>
        <StepTitle step={step} icon={component?.icon} title={component?.title} />
      </div>
      {step.steps?.length === 0 && <FirstInside id={id} />}
      {outlets.length > 1 ? (
        <div className={classes.containerOutlets}>
          {outlets.map((outlet) => (
            <OutletRow key={outlet} step={id} outlet={outlet} />
          ))}
        </div>
      ) : (
        <SingleOutlet step={id} outlet={outlets[0] ?? "out"} />
      )}
      <PinBadge id={id} />
      <ProblemBadge id={id} />
      <RunBadge id={id} />
      <ChangeBadge id={id} />
    </div>
  )
})

function FirstInside({ id }: { id: string }) {
  const ask = useEditor((state) => state.ask)
  const readOnly = useEditor((state) => state.readOnly)
  if (readOnly) return null
  return (
    <button
      type="button"
      className={`${classes.first} nodrag nopan`}
      aria-label={`Add the first step inside ${id}`}
      onClick={(event) => {
        event.stopPropagation()
        const box = event.currentTarget.getBoundingClientRect()
        ask({ screen: { x: box.left, y: box.bottom + 6 }, parent: id })
      }}
    >
      <Plus size={14} aria-hidden /> Add what is repeated
    </button>
  )
}
