/** What is shown while no step is chosen: what came in, what went out, and the preprocess flow before it. */
import { Anchor, Text } from "@mantine/core"
import { Link } from "react-router"
import type { ExecutionDetail } from "../api/types"
import { StepRuns } from "../bench/StepRuns"
import { Data } from "./Data"
import classes from "./Panel.module.css"
import { ErrorPart, Part } from "./StepView"
import { hasEnded } from "./timing"
import { Waits } from "./Waits"
import { waitWords } from "./waiting"

/** Why it has not begun. What sleeps or is tried again is told step by step instead. */
function WaitsFor({ execution: { waitsFor, waits } }: { execution: ExecutionDetail }) {
  if (!waitsFor || waits.length > 0) return null
  return (
    <Part title="Why it waits">
      <Text size="sm">
        {waitWords(waitsFor)}{" "}
        {waitsFor.behind && (
          <Anchor component={Link} to={`/executions/${waitsFor.behind}`} inherit>
            See the one before
          </Anchor>
        )}
      </Text>
    </Part>
  )
}

export function RunSummary({ execution }: { execution: ExecutionDetail }) {
  const { error, response, result, trigger, preprocess } = execution
  return (
    <section className={classes.step} aria-label="This execution">
      {error && <ErrorPart error={error} />}
      <WaitsFor execution={execution} />
      <Waits execution={execution} />
      {(response || hasEnded(execution)) && (
        <Part title={response ? "Response" : "Result"}>
          <Data value={response ?? result} />
        </Part>
      )}
      <Part title="Trigger">
        <Data value={trigger} />
      </Part>
      {preprocess.length > 0 && (
        <Part title="Preprocess flow, before it">
          <StepRuns label="Steps of the preprocess flow" steps={preprocess} />
        </Part>
      )}
      <Text size="xs" c="dimmed">
        Choose a step on the canvas or below it to see what it got and gave.
      </Text>
    </section>
  )
}
