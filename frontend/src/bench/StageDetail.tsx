/** What happened at one stage of the road: its sentence, and what it worked with. */
import { Text } from "@mantine/core"
import type { SignatureReport as Report, StepRun } from "../api/types"
import { SignatureReport } from "../credentials/SignatureReport"
import { Json } from "../ui/Json"
import { type EventMatch, EventMatches } from "./EventMatches"
import { MatchDetail } from "./MatchDetail"
import { PickedDetail } from "./PickedDetail"
import classes from "./RunResult.module.css"
import { StepRuns } from "./StepRuns"
import { type Match, type Picked, type RoadStage, STATE_WORDS } from "./stages"

export function StageDetail({ stage }: { stage: RoadStage }) {
  return (
    <section className={classes.detail} aria-label={`${stage.label}, ${STATE_WORDS[stage.state]}`}>
      {stage.detail && (
        <Text size="sm" {...(stage.state === "stopped" && { c: "var(--hy-bad)", fw: 550 })}>
          {stage.detail}
        </Text>
      )}
      <StageData stage={stage} />
    </section>
  )
}

function StageData({ stage }: { stage: RoadStage }) {
  if (stage.data === null) return null
  switch (stage.name) {
    case "verify":
      return <SignatureReport report={(stage.data as { report: Report }).report} />
    case "preprocess":
      return <Preprocessed {...(stage.data as { steps: StepRun[]; result: unknown })} />
    case "pick":
      return <PickedDetail picked={stage.data as Picked} />
    case "match":
      return "events" in (stage.data as object) ? (
        <EventMatches events={(stage.data as { events: EventMatch[] }).events} />
      ) : (
        <MatchDetail match={stage.data as Match} />
      )
    default:
      return <Json value={stage.data} />
  }
}

function Preprocessed({ steps, result }: { steps: StepRun[]; result: unknown }) {
  return (
    <>
      <StepRuns label="Steps of the preprocess flow" steps={steps ?? []} />
      <div>
        <Text size="xs" fw={600} c="dimmed">
          Result, which the pickers read as <code>results</code>
        </Text>
        <Json value={result} />
      </div>
    </>
  )
}
