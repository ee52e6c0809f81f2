/** What every step of a run did: status, time, and on demand its output, input, log and error. */
import { Text } from "@mantine/core"
import { ChevronRight, Pin, ScrollText } from "lucide-react"
import { useState } from "react"
import type { StepRun } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"
import { duration } from "../ui/When"
import { StepRunDetail } from "./StepRunDetail"
import classes from "./StepRuns.module.css"

interface StepRunsProps {
  label: string
  steps: StepRun[]
  /** Path of the step that is open from the start: where it failed, or what was clicked elsewhere. */
  open?: string
}

export function StepRuns({ label, steps, open }: StepRunsProps) {
  if (steps.length === 0) return <Text c="dimmed">No step ran.</Text>
  const first = open ?? steps.find((step) => step.status === "failed")?.path
  return (
    <ul className={classes.list} aria-label={label}>
      {steps.map((step) => (
        <StepRow key={step.path} step={step} open={step.path === first} />
      ))}
    </ul>
  )
}

function StepRow({ step, open: openAtFirst }: { step: StepRun; open: boolean }) {
  const [open, setOpen] = useState(openAtFirst)
  return (
    <li className={classes.item}>
      <button
        type="button"
        className={classes.row}
        aria-expanded={open}
        aria-label={`${step.path}, ${step.status}`}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={14} className={classes.turner} aria-hidden />
        <StatusBadge status={step.status} />
        <code className={classes.id}>{step.path}</code>
        <span className={classes.component}>{step.component}</span>
        {step.pinned && (
          <span className={classes.pinned}>
            <Pin size={11} aria-hidden /> pinned
          </span>
        )}
        {step.outlet && step.outlet !== "out" && <span className={classes.component}>→ {step.outlet}</span>}
        {step.error && <span className={classes.error}>{step.error.message}</span>}
        <span className={classes.end}>
          {step.logs.length > 0 && (
            <span className={classes.logs} title={`${step.logs.length} log lines`}>
              <ScrollText size={12} aria-hidden /> {step.logs.length}
            </span>
          )}
          {step.status !== "skipped" && step.durationUs > 0 && duration(step.durationUs)}
        </span>
      </button>
      {open && <StepRunDetail step={step} />}
    </li>
  )
}
