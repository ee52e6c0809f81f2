/** One step on the canvas. Reads its step from the store by id, so that dragging its neighbour does not repaint it. */
import { Handle, type NodeProps, Position } from "@xyflow/react"
import { CircleAlert, TriangleAlert } from "lucide-react"
import { memo } from "react"
import type { Problem, Step } from "../../flow/definition"
import { ComponentIcon } from "../../ui/ComponentIcon"
import { useEditor } from "../store"
import type { StepNodeType } from "../view"
import { ChangeBadge } from "./ChangeBadge"
import marks from "./marks.module.css"
import classes from "./nodes.module.css"
import { OutletRow, SingleOutlet, useOutlets } from "./Outlets"
import { PinBadge } from "./PinBadge"
import { RunBadge } from "./RunBadge"

export const StepNode = memo(function StepNode({ id, selected }: NodeProps<StepNodeType>) {
  const step = useEditor((state) => state.steps[id])
  const component = useEditor((state) => state.components[step?.component ?? ""])
  const outlets = useOutlets(step)
  if (!step) return null
  return (
    <div
      className={classes.step}
      data-testid={`step-${id}`}
      data-kind={component?.kind ?? "action"}
      data-selected={selected || undefined}
      data-disabled={step.disabled || undefined}
    >
      {component?.kind !== "trigger" && <Handle type="target" position={Position.Left} className={classes.handle} />}
      <StepTitle step={step} icon={component?.icon} title={component?.title} />
      {outlets.length > 1 ? (
        <div className={classes.outlets}>
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

export function StepTitle({ step, icon, title }: { step: Step; icon: string | undefined; title: string | undefined }) {
  return (
    <div className={classes.title}>
      <span className={classes.icon}>
        <ComponentIcon name={icon} size={17} />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{step.name || title || step.component}</span>
        <span className={classes.label}>{step.id}</span>
      </span>
    </div>
  )
}

const NO_PROBLEMS: Problem[] = []

export function ProblemBadge({ id }: { id: string }) {
  const problems = useEditor((state) => state.stepProblems[id] ?? NO_PROBLEMS)
  if (problems.length === 0) return null
  const bad = problems.some((problem) => problem.severity === "error")
  const Icon = bad ? CircleAlert : TriangleAlert
  return (
    <span
      className={marks.badge}
      data-tone={bad ? "bad" : "warn"}
      role="img"
      title={problems.map((problem) => problem.message).join("\n")}
      aria-label={`${problems.length} ${problems.length === 1 ? "problem" : "problems"}`}
    >
      <Icon size={12} aria-hidden />
      {problems.length}
    </span>
  )
}
