/** The outcome of a test: the strip of the endpoint test, the steps, the answer. */
import { Pin, TriangleAlert } from "lucide-react"
import type { TestRun } from "../api/types"
import { Json } from "../ui/Json"
import { Words } from "../ui/Words"
import { AnswerView } from "./AnswerView"
import { Facts } from "./Facts"
import { PickedValue } from "./PickedDetail"
import { type Part, stepOfPart } from "./pinning"
import { RoadView } from "./RoadView"
import classes from "./RunResult.module.css"
import { StepRuns } from "./StepRuns"
import { matchOf, pickedOf, pinnedIn } from "./stages"

export function EndpointResult({ run }: { run: TestRun }) {
  const picked = pickedOf(run.stages)
  const flow = matchOf(run.stages)?.flow?.name
  return (
    <div className={classes.stack}>
      <RoadView stages={run.stages} />
      {picked && (
        <Facts
          facts={[
            ["Flow name", <PickedValue key="flow" value={picked.flowName} />],
            ["External customer id", <PickedValue key="customer" value={picked.externalCustomerId} />],
          ]}
        />
      )}
      <Surprises run={run} part={null} />
      {run.execution && <Steps title={flow ? `Steps of ${flow}` : "Steps"} run={run} />}
      {run.answer && <AnswerView answer={run.answer} />}
    </div>
  )
}

export function FlowResult({ run, part }: { run: TestRun; part: Part | null }) {
  return (
    <div className={classes.stack}>
      <Surprises run={run} part={part} />
      <Steps title="Steps" run={run} />
      <section className={classes.detail} aria-label="Result">
        <h3 className={classes.heading} style={{ margin: 0 }}>
          {part ? `Result of ${stepOfPart(part)}` : "Result of the flow"}
        </h3>
        <Json value={run.result} />
      </section>
      {run.answer && <AnswerView answer={run.answer} />}
    </div>
  )
}

/** Whatever keeps this run from being what a live request would do. */
function Surprises({ run, part }: { run: TestRun; part: Part | null }) {
  const pinned = pinnedIn(run)
  const lent = part !== null && "only" in part
  return (
    <>
      {pinned.length > 0 && (
        <div className={classes.note}>
          <Pin size={14} aria-hidden />
          <span>
            {lent ? "Given from the sample: " : "Pinned, so not run: "}
            {pinned.map((id, index) => (
              <span key={id}>
                {index > 0 && ", "}
                <code>{id}</code>
              </span>
            ))}
          </span>
        </div>
      )}
      {run.warnings.map((warning) => (
        <div key={warning} className={classes.note} data-tone="warn">
          <TriangleAlert size={14} aria-hidden />
          <span>
            <Words text={warning} />
          </span>
        </div>
      ))}
    </>
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
