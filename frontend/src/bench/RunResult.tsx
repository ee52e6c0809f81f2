/** The outcome of a test: the strip of the endpoint test, the steps, the answer. */
import { Group } from "@mantine/core"
import { useState } from "react"
import type { StageName, TestRun } from "../api/types"
import { Json } from "../ui/Json"
import { StatusBadge } from "../ui/StatusBadge"
import { AnswerView } from "./AnswerView"
import { Facts } from "./Facts"
import { PickedValue } from "./PickedDetail"
import classes from "./RunResult.module.css"
import { StageDetail } from "./StageDetail"
import { StageStrip } from "./StageStrip"
import { StepRuns } from "./StepRuns"
import { matchOf, pickedOf, roadOf, stageToShow } from "./stages"

export function EndpointResult({ run }: { run: TestRun }) {
  const road = roadOf(run.stages)
  const [chosen, setChosen] = useState<StageName | null>(stageToShow(road))
  const shown = road.find((stage) => stage.name === chosen)
  const picked = pickedOf(run.stages)
  const flow = matchOf(run.stages)?.flow?.name
  return (
    <div className={classes.stack}>
      <StageStrip road={road} chosen={chosen} choose={setChosen} />
      {picked && (
        <Facts
          facts={[
            ["Flow name", <PickedValue key="flow" value={picked.flowName} />],
            ["External customer id", <PickedValue key="customer" value={picked.externalCustomerId} />],
          ]}
        />
      )}
      {shown && <StageDetail stage={shown} />}
      {run.execution && <Steps title={flow ? `Steps of ${flow}` : "Steps"} run={run} />}
      {run.answer && <AnswerView answer={run.answer} />}
    </div>
  )
}

export function FlowResult({ run }: { run: TestRun }) {
  return (
    <div className={classes.stack}>
      <Group gap="xs">
        <StatusBadge status={run.ok ? "succeeded" : "failed"} />
      </Group>
      <Steps title="Steps" run={run} />
      <section className={classes.detail} aria-label="Result">
        <h3 className={classes.heading} style={{ margin: 0 }}>
          Result of the flow
        </h3>
        <Json value={run.result} />
      </section>
      {run.answer && <AnswerView answer={run.answer} />}
    </div>
  )
}

function Steps({ title, run }: { title: string; run: TestRun }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <StepRuns label={title} steps={run.execution?.steps ?? []} />
    </section>
  )
}
