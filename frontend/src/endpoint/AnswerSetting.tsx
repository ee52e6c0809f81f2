import { SegmentedControl, Text } from "@mantine/core"
import { Fragment } from "react"
import { targetFlows } from "./rules"
import type { SettingProps } from "./StopSettings"
import classes from "./StopSettings.module.css"

/** When each flow answers its sender. */
export function AnswerSetting({ open }: SettingProps) {
  const flows = targetFlows(open.definition)
  return (
    <>
      <Text size="sm">
        At once: the request is stored, the sender gets 200 with the execution's id (or the Webhook step's own answer),
        then the flow runs. With the result: the sender waits for the flow and gets what its Respond step says.
      </Text>
      {flows.length === 0 && (
        <Text size="sm" c="dimmed">
          No flow begins with a Webhook yet.
        </Text>
      )}
      <div className={classes.flows}>
        {flows.map((flow) => (
          <Fragment key={flow.key}>
            <Text size="sm" fw={550}>
              {flow.name}
            </Text>
            <SegmentedControl
              aria-label={`${flow.name} answers`}
              value={flow.response ?? "async"}
              onChange={(value) => open.setResponse(flow.key, value as "async" | "sync")}
              data={[
                { value: "async", label: "At once" },
                { value: "sync", label: "With the result" },
              ]}
            />
          </Fragment>
        ))}
      </div>
    </>
  )
}
