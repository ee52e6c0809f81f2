import { Anchor, Text } from "@mantine/core"
import { Fragment } from "react"
import { Link } from "react-router"
import type { Definition, Step } from "../flow/definition"
import { targetFlows, webhookSteps } from "./rules"
import classes from "./StopSettings.module.css"

interface FlowsOfStepsProps {
  integrationId: string
  definition: Definition
  text: string
  show: (step: Step) => string
}

/** A setting that the Webhook steps hold: what each flow says, with the way there. */
export function FlowsOfSteps({ integrationId, definition, text, show }: FlowsOfStepsProps) {
  const flows = targetFlows(definition)
  return (
    <>
      <Text size="sm">{text}</Text>
      {flows.length === 0 && (
        <Text size="sm" c="dimmed">
          No flow begins with a Webhook yet.
        </Text>
      )}
      <dl className={classes.flows}>
        {flows.map((flow) => (
          <Fragment key={flow.key}>
            <dt>
              <Anchor component={Link} to={`/integrations/${integrationId}/flows/${flow.key}`} size="sm">
                {flow.name}
              </Anchor>
            </dt>
            <dd style={{ margin: 0 }}>{webhookSteps(flow).map(show).join("; ")}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  )
}
