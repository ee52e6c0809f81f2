/** The time axis: a table with a row for each step, which draws when it ran beside the words that say so. */
import { Text } from "@mantine/core"
import { memo } from "react"
import type { StepRun } from "../api/types"
import type { RunMark } from "../editor/store"
import { StatusBadge } from "../ui/StatusBadge"
import { duration } from "../ui/When"
import type { Bar, Lane } from "./lanes"
import { statusWords } from "./marks"
import classes from "./Timeline.module.css"

interface LanesProps {
  lanes: Lane[]
  runs: readonly StepRun[]
  marks: Record<string, RunMark>
  total: number
  /** Per cent of the whole that has passed. */
  now: number
  /** Nothing more will happen. */
  atEnd: boolean
  chosen: string | null
  chooseStep: (stepId: string) => void
  chooseRun: (run: number) => void
}

export function Lanes({ lanes, runs, marks, total, now, atEnd, chosen, chooseStep, chooseRun }: LanesProps) {
  return (
    <div className={classes.lanes}>
      <table
        className={classes.table}
        aria-label="Steps over time"
        style={{ "--now": `${now}%` } as React.CSSProperties}
      >
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Status</th>
            <th scope="col" className={classes.number}>
              Started
            </th>
            <th scope="col" className={classes.number}>
              Took
            </th>
            <th scope="col" className={classes.axis}>
              <span className={classes.ticks} aria-hidden>
                {[0, 0.25, 0.5, 0.75, 1].map((part) => (
                  <span key={part}>{duration(Math.round(total * part))}</span>
                ))}
              </span>
              <span className={classes.hidden}>When it ran</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <LaneRow
              key={lane.stepId}
              lane={lane}
              runs={runs}
              mark={marks[lane.stepId]}
              chosen={lane.stepId === chosen}
              atEnd={atEnd}
              chooseStep={chooseStep}
              chooseRun={chooseRun}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface LaneRowProps extends Pick<LanesProps, "runs" | "atEnd" | "chooseStep" | "chooseRun"> {
  lane: Lane
  mark: RunMark | undefined
  chosen: boolean
}

const LaneRow = memo(function LaneRow({ lane, runs, mark, chosen, atEnd, chooseStep, chooseRun }: LaneRowProps) {
  const { stepId, depth, from, to, bars } = lane
  return (
    <tr data-chosen={chosen || undefined} data-lane={stepId}>
      <th scope="row" style={{ paddingLeft: 10 + depth * 14 }}>
        <button type="button" className={classes.stepButton} aria-pressed={chosen} onClick={() => chooseStep(stepId)}>
          <code>{stepId}</code>
        </button>
      </th>
      <td>
        {mark ? (
          <StatusBadge status={mark.status} label={statusWords(mark)} />
        ) : (
          <Text span size="xs" c="dimmed">
            {atEnd ? "did not run" : "not yet"}
          </Text>
        )}
      </td>
      <td className={classes.number}>{from === undefined ? "–" : `+${duration(Math.round(from))}`}</td>
      <td className={classes.number}>
        {from === undefined || to === undefined ? "–" : duration(Math.round(to - from))}
      </td>
      <td className={classes.track}>
        <Bars bars={bars} runs={runs} choose={chooseRun} />
      </td>
    </tr>
  )
})

interface BarsProps {
  bars: Bar[]
  runs: readonly StepRun[]
  choose: (run: number) => void
}

/** Apart from their row: going through moments changes the words of a row, never its bars. */
const Bars = memo(function Bars({ bars, runs, choose }: BarsProps) {
  return bars.map((bar) => (
    <BarButton key={`${bar.run} ${bar.kind} ${bar.left}`} bar={bar} run={runs[bar.run]} choose={choose} />
  ))
})

/** For the pointer only: the row's button and the scrubber do the same by key. */
function BarButton({ bar, run, choose }: { bar: Bar; run: StepRun | undefined; choose: (run: number) => void }) {
  const words = bar.kind === "wait" ? "waits before the next try" : bar.kind === "try" ? "a try that failed" : bar.kind
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      className={classes.bar}
      data-kind={bar.kind}
      style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
      title={`${run?.path}: ${words}`}
      onClick={() => choose(bar.run)}
    />
  )
}
