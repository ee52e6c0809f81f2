/** One step of a run: error, output, input, log. */
import { Text } from "@mantine/core"
import type { ReactNode } from "react"
import type { StepRun } from "../api/types"
import { MendingLink } from "../connections/MendingLink"
import { Json } from "../ui/Json"
import { CodePlace } from "./CodePlace"
import { excerptOf, furtherDetails } from "./excerpt"
import classes from "./StepRuns.module.css"
import { whoMustAct } from "./who"

export function StepRunDetail({ step }: { step: StepRun }) {
  if (step.status === "skipped") {
    return (
      <div className={classes.detail}>
        <Text c="dimmed">Skipped: no live link led here.</Text>
      </div>
    )
  }
  const excerpt = step.error ? excerptOf(step.error, step.inputs) : []
  const details = step.error && furtherDetails(step.error, excerpt)
  return (
    <div className={classes.detail}>
      {step.error && (
        <Part title="Error">
          <Text c="var(--hy-bad)" size="sm" className={classes.message}>
            {step.error.message}
          </Text>
          {whoMustAct(step.error) && <Text size="sm">{whoMustAct(step.error)}</Text>}
          <MendingLink error={step.error} />
          <Text size="xs" c="dimmed">
            <code>{step.error.code}</code>
          </Text>
          <CodePlace lines={excerpt} />
          {details && <Json value={details} />}
        </Part>
      )}
      <div className={classes.columns}>
        <Part title="Output">
          <Json value={step.results} open={2} />
        </Part>
        {step.inputs !== null && (
          <Part title="Input">
            <Json value={step.inputs} open={2} />
          </Part>
        )}
      </div>
      {step.logs.length > 0 && (
        <Part title="Log">
          <ul className={classes.log}>
            {step.logs.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows, and lines may be equal
              <li key={index} data-level={line.level}>
                <span>{line.level}</span> {line.message}
              </li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h4>{title}</h4>
      {children}
    </section>
  )
}
