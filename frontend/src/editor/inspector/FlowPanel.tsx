/** Settings of the flow, shown when no step is selected. */
import { SegmentedControl, Text, Textarea, TextInput } from "@mantine/core"
import { type Flow, LONGEST_NAME } from "../../flow/definition"
import type { FlowField } from "../../flow/operations"
import { useEditor } from "../store"
import { ConfigVariables } from "./ConfigVariables"
import classes from "./inspector.module.css"
import { PolicySections } from "./PolicySections"

const RESPONSES = [
  { value: "async", label: "At once" },
  { value: "sync", label: "When done" },
]

export function FlowPanel({ flow }: { flow: Flow }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const set = (field: FlowField, value: unknown, part = "") =>
    edit(
      { kind: "setFlowField", flow: flow.key, field, value },
      { label: `Change ${field} of the flow`, burst: `${flow.key} ${field} ${part}` },
    )
  const sync = flow.response === "sync"
  return (
    <div className={classes.panel} data-testid="flow-settings">
      <section className={classes.section}>
        <h3>Flow</h3>
        <TextInput
          label="Flow name"
          data-field="name"
          maxLength={LONGEST_NAME}
          description="Requests are matched to flows by this name or by the key."
          value={flow.name}
          readOnly={readOnly}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        <TextInput
          label="Key"
          data-field="key"
          description="Stays when the flow is renamed."
          value={flow.key}
          readOnly
          variant="filled"
        />
        <Textarea
          label="Description"
          data-field="description"
          autosize
          minRows={1}
          maxRows={6}
          value={flow.description ?? ""}
          readOnly={readOnly}
          onChange={(event) => set("description", event.currentTarget.value)}
        />
        <div>
          <Text size="xs" fw={500} mb={3}>
            The caller is answered
          </Text>
          <SegmentedControl
            fullWidth
            aria-label="The caller is answered"
            data={RESPONSES}
            value={flow.response ?? "async"}
            readOnly={readOnly}
            onChange={(value) => set("response", value)}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {sync
              ? "The caller waits and gets what a Respond step says, else the flow's result."
              : "The caller gets 200 as soon as the request is stored; the flow runs afterwards."}
          </Text>
        </div>
      </section>
      <PolicySections flow={flow} readOnly={readOnly} onChange={(policy, part) => set("policy", policy, part)} />
      <ConfigVariables />
    </div>
  )
}
