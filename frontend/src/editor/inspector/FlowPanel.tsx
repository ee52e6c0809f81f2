/** Settings of the flow, shown when no step is selected. */
import { NumberInput, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core"
import { type Flow, LONGEST_NAME, type Policy } from "../../flow/definition"
import type { FlowField } from "../../flow/operations"
import { useEditor } from "../store"
import { ConfigVariables } from "./ConfigVariables"
import classes from "./inspector.module.css"

const RESPONSES = [
  { value: "async", label: "At once" },
  { value: "sync", label: "When done" },
]

export function FlowPanel({ flow }: { flow: Flow }) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const set = (field: FlowField, value: unknown) =>
    edit(
      { kind: "setFlowField", flow: flow.key, field, value },
      { label: `Change ${field} of the flow`, burst: `${flow.key} ${field}` },
    )
  const sync = flow.response === "sync"
  return (
    <div className={classes.panel} data-testid="flow-settings">
      <section className={classes.section}>
        <h3>Flow</h3>
        <TextInput
          label="Flow name"
          maxLength={LONGEST_NAME}
          description="Requests are matched to flows by this name or by the key."
          value={flow.name}
          readOnly={readOnly}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        <TextInput
          label="Key"
          description="Stays when the flow is renamed."
          value={flow.key}
          readOnly
          variant="filled"
        />
        <Textarea
          label="Description"
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
      <Duplicates flow={flow} readOnly={readOnly} onChange={(policy) => set("policy", policy)} />
      <ConfigVariables />
    </div>
  )
}

interface DuplicatesProps {
  flow: Flow
  readOnly: boolean
  onChange: (policy: Policy | undefined) => void
}

/** A sender that repeats itself is answered as the first time, and nothing runs again. */
function Duplicates({ flow, readOnly, onChange }: DuplicatesProps) {
  const dedupe = flow.policy?.dedupe
  const change = (reference: string, windowSeconds: number | undefined) => {
    const { dedupe: _before, ...rest } = flow.policy ?? {}
    const next: Policy =
      reference === "" ? rest : { ...rest, dedupe: { id: { reference }, ...(windowSeconds && { windowSeconds }) } }
    onChange(Object.keys(next).length === 0 ? undefined : next)
  }
  return (
    <section className={classes.section}>
      <h3>Repeated requests</h3>
      <TextInput
        label="Tell them by"
        description="Where the sender's id of an event stands. Empty: every request runs."
        placeholder="trigger.results.headers.x-event-id"
        value={dedupe?.id.reference ?? ""}
        readOnly={readOnly}
        onChange={(event) => change(event.currentTarget.value.trim(), dedupe?.windowSeconds)}
      />
      {dedupe && (
        <NumberInput
          label="Within seconds"
          min={1}
          value={dedupe.windowSeconds ?? ""}
          readOnly={readOnly}
          onChange={(value) => change(dedupe.id.reference, typeof value === "number" ? value : undefined)}
        />
      )}
    </section>
  )
}
