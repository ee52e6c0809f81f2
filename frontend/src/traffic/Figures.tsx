/** The numbers one looks at first: how much comes, how quickly it is answered, what goes wrong, what waits. */
import type { Traffic } from "../api/types"
import { duration } from "../ui/When"
import { EXECUTION_ENDS, REQUEST_OUTCOMES, rateNow, rateWords, sumOf } from "./points"
import classes from "./traffic.module.css"

/** Longer than this, and people would want to know. */
const LATE_SECONDS = 30

export function Figures({ traffic }: { traffic: Traffic }) {
  const { points, span, totals, answers, lag } = traffic
  const asked = sumOf(totals, REQUEST_OUTCOMES)
  const ended = sumOf(totals, EXECUTION_ENDS)
  const stopped = totals.unrouted + totals.refused + totals.limited
  const late = lag.oldestSeconds > LATE_SECONDS
  return (
    <dl className={classes.figures}>
      <Figure
        label="Requests a second"
        value={rateWords(rateNow(points, span, REQUEST_OUTCOMES))}
        note={`${asked.toLocaleString("en")} in this time`}
      />
      <Figure
        label="Answered within"
        value={answers.p95Us === null ? "–" : `about ${duration(answers.p95Us)}`}
        note={
          answers.p50Us === null
            ? "95 of 100 requests"
            : `95 of 100; half within ${duration(answers.p50Us)}, 99 within ${duration(answers.p99Us ?? 0)}`
        }
      />
      <Figure
        label="Did not get through"
        value={share(stopped, asked)}
        note={`${totals.unrouted} unrouted, ${totals.refused} refused, ${totals.limited} turned away`}
        {...(stopped > 0 && { tone: "warn" })}
      />
      <Figure
        label="Executions that failed"
        value={share(totals.failed, ended)}
        note={`${totals.failed.toLocaleString("en")} of ${ended.toLocaleString("en")}`}
        {...(totals.failed > 0 && { tone: "bad" })}
      />
      <Figure
        label="Waiting to run"
        value={lag.ready >= 20_000 ? "over 20,000" : lag.ready.toLocaleString("en")}
        note={lag.ready > 0 ? `the oldest for ${Math.ceil(lag.oldestSeconds)} s` : `${lag.running} running`}
        {...(late && { tone: "bad" })}
      />
    </dl>
  )
}

function Figure({ label, value, note, tone }: { label: string; value: string; note: string; tone?: "warn" | "bad" }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd data-tone={tone}>{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  )
}

function share(part: number, whole: number): string {
  if (whole === 0) return "–"
  if (part === 0) return "0 %"
  const percent = (part / whole) * 100
  return percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(percent < 10 ? 1 : 0)} %`
}
