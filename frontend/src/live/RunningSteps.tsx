/** The steps of a run while it goes on, each with the lines it logs, the newest in sight. */
import { useLayoutEffect, useRef } from "react"
import { StatusBadge } from "../ui/StatusBadge"
import { duration } from "../ui/When"
import type { Progress, StepUnderWay } from "./progress"
import classes from "./RunningSteps.module.css"

/** Closer to its end than this, the list follows what comes. */
const NEAR = 40

export function RunningSteps({ progress }: { progress: Progress }) {
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something was told
  useLayoutEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [progress])
  const steps = [...progress.recent.values()]
  return (
    <section className={classes.running} aria-label="Running steps">
      <p className={classes.head}>
        <StatusBadge status="running" />
        {progress.ended} {progress.ended === 1 ? "step" : "steps"} done
        {steps.length < progress.ended && `, the latest ${steps.length} are shown`}
        {progress.gap && "; some of it was not told"}
      </p>
      <div
        ref={box}
        className={classes.list}
        role="log"
        aria-live="off"
        aria-label="Steps and their log lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: list }) => {
          follows.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR
        }}
      >
        {steps.map((step) => (
          <RunningStep key={`${step.flow} ${step.path}`} step={step} />
        ))}
      </div>
    </section>
  )
}

function RunningStep({ step }: { step: StepUnderWay }) {
  return (
    <div className={classes.step}>
      <div className={classes.row}>
        <StatusBadge status={step.status} />
        <code>{step.path}</code>
        {step.attempt > 1 && <span className={classes.quiet}>try {step.attempt}</span>}
        {step.status === "waiting" && <span className={classes.quiet}>again in {Math.round(step.seconds)} s</span>}
        {step.error && <span className={classes.error}>{step.error.message}</span>}
        {step.durationUs > 0 && <span className={classes.time}>{duration(step.durationUs)}</span>}
      </div>
      {step.logs.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows, and lines may be equal
        <div key={index} className={classes.line} data-level={line.level}>
          {line.message}
        </div>
      ))}
    </div>
  )
}
