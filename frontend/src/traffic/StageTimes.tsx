/** Where the time of an answer goes: one bar of stages, each with its share in words. */
import { Text, Tooltip } from "@mantine/core"
import type { Traffic } from "../api/types"
import { duration } from "../ui/When"
import classes from "./traffic.module.css"

const MEANS: Record<string, string> = {
  endpoint: "Finding the endpoint's plan",
  read: "Reading the body as the sender sends it",
  verify: "Checking the credential or signature",
  parse: "Parsing the body",
  preprocess: "The preprocess flow",
  pick: "Reading flow and customer",
  match: "Finding customer, instance and flow",
  store: "Writing it to disk, together with whoever else waits",
  run: "The flow itself, where the sender waits for it, and writing it to disk",
  answer: "Sending the answer",
}

export function StageTimes({ stages }: { stages: Traffic["stages"] }) {
  const sum = stages.reduce((all, stage) => all + stage.averageUs, 0)
  if (sum === 0) return null
  return (
    <section className={classes.stages} aria-label="Where the time goes">
      <Text fw={600} size="sm">
        Where the time goes{" "}
        <Text span size="sm" c="dimmed" fw={400}>
          {duration(sum)} a request, on average
        </Text>
      </Text>
      <div className={classes.strip} aria-hidden="true">
        {stages.map((stage) => (
          <span key={stage.stage} data-stage={stage.stage} style={{ flexGrow: stage.averageUs }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {stages.map((stage) => (
          <Tooltip key={stage.stage} label={MEANS[stage.stage] ?? stage.stage}>
            <li>
              <span className={classes.swatch} data-stage={stage.stage} aria-hidden="true" />
              {stage.stage} <b>{duration(stage.averageUs)}</b>
            </li>
          </Tooltip>
        ))}
      </ul>
    </section>
  )
}
