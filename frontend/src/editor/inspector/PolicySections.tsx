/** What holds for the executions of a flow: which requests count twice, whose turn it is, how often and how long it tries. */
import { NumberInput, Select, Text, TextInput } from "@mantine/core"
import type { Flow, Policy } from "../../flow/definition"
import { fieldThere } from "../problemPlace"
import { useEditor } from "../store"
import classes from "./inspector.module.css"

interface PolicyProps {
  flow: Flow
  readOnly: boolean
  /** `part` names what was changed: going on with the same is one thing to undo. */
  onChange: (policy: Policy | undefined, part: string) => void
}

type Change = (part: { [Name in keyof Policy]: Policy[Name] | undefined }) => void

export function PolicySections({ flow, readOnly, onChange }: PolicyProps) {
  const policy = flow.policy ?? {}
  const change: Change = (part) => {
    const kept = Object.entries({ ...policy, ...part }).filter(([, value]) => value !== undefined && value !== null)
    onChange(kept.length === 0 ? undefined : Object.fromEntries(kept), Object.keys(part).join())
  }
  const problems = useEditor((state) => state.problems)
  const wrong = (field: string) =>
    problems.find(
      (problem) => problem.flow === flow.key && !problem.step && fieldThere(problem.field ?? "").startsWith(field),
    )?.message
  const parts = { policy, readOnly, change, wrong }
  return (
    <>
      <Duplicates {...parts} />
      <Turns {...parts} sync={flow.response === "sync"} />
      <Tries {...parts} />
    </>
  )
}

interface PartProps {
  policy: Policy
  readOnly: boolean
  change: Change
  /** What is wrong with a field, such as `policy.dedupe.id`. */
  wrong: (field: string) => string | undefined
}

/** A sender that repeats itself is answered as the first time, and nothing runs again. */
function Duplicates({ policy: { dedupe }, readOnly, change, wrong }: PartProps) {
  const set = (reference: string, windowSeconds: number | undefined) =>
    change({ dedupe: reference === "" ? undefined : { id: { reference }, ...(windowSeconds && { windowSeconds }) } })
  return (
    <section className={classes.section}>
      <h3>Repeated requests</h3>
      <TextInput
        label="Tell them by"
        data-field="policy.dedupe.id"
        description="Where the sender's id of an event stands. Empty: every request runs."
        placeholder="trigger.results.headers.x-event-id"
        value={dedupe?.id.reference ?? ""}
        error={wrong("policy.dedupe.id")}
        readOnly={readOnly}
        onChange={(event) => set(event.currentTarget.value.trim(), dedupe?.windowSeconds)}
      />
      {dedupe && (
        <NumberInput
          label="Within seconds"
          data-field="policy.dedupe.windowSeconds"
          min={1}
          value={dedupe.windowSeconds ?? ""}
          error={wrong("policy.dedupe.windowSeconds")}
          readOnly={readOnly}
          onChange={(value) => set(dedupe.id.reference, positive(value))}
        />
      )}
    </section>
  )
}

const WAYS = [
  { value: "parallel", label: "Side by side, as they come" },
  { value: "atOnce", label: "At most so many at once" },
  { value: "rate", label: "At most so many in a time" },
  { value: "ordered", label: "In order, one after the other for each key" },
]

/** Whose turn it is when several requests wait. */
function Turns({ policy, readOnly, change, wrong, sync }: PartProps & { sync: boolean }) {
  const { concurrency, ordering } = policy
  const way = ordering ? "ordered" : concurrency?.starts ? "rate" : concurrency ? "atOnce" : "parallel"
  const choose = (next: string | null) =>
    change({
      concurrency: next === "atOnce" ? { atOnce: 1 } : next === "rate" ? { starts: 10, perSeconds: 60 } : undefined,
      ordering: next === "ordered" ? { key: { reference: "trigger.results.body.data.id" } } : undefined,
    })
  return (
    <section className={classes.section}>
      <h3>Turns</h3>
      <Select
        label="Executions run"
        data-field="policy"
        description={sync ? "Only for flows that answer at once: this one starts when it is called." : undefined}
        data={WAYS}
        value={way}
        allowDeselect={false}
        readOnly={readOnly}
        onChange={choose}
      />
      {way === "atOnce" && (
        <NumberInput
          label="At once"
          data-field="policy.concurrency.atOnce"
          description="For each customer."
          min={1}
          max={1000}
          value={concurrency?.atOnce ?? 1}
          error={wrong("policy.concurrency.atOnce")}
          readOnly={readOnly}
          onChange={(value) => change({ concurrency: { atOnce: positive(value) ?? 1 } })}
        />
      )}
      {way === "rate" && (
        <div className={classes.pair}>
          <NumberInput
            label="Starts"
            data-field="policy.concurrency.starts"
            min={1}
            max={100_000}
            value={concurrency?.starts ?? 1}
            error={wrong("policy.concurrency.starts")}
            readOnly={readOnly}
            onChange={(value) =>
              change({ concurrency: { perSeconds: 60, ...concurrency, starts: positive(value) ?? 1 } })
            }
          />
          <NumberInput
            label="In seconds"
            data-field="policy.concurrency.perSeconds"
            min={1}
            max={86_400}
            value={concurrency?.perSeconds ?? 60}
            error={wrong("policy.concurrency.perSeconds")}
            readOnly={readOnly}
            onChange={(value) =>
              change({ concurrency: { starts: 10, ...concurrency, perSeconds: positive(value) ?? 1 } })
            }
          />
        </div>
      )}
      {ordering && (
        <TextInput
          label="Key"
          data-field="policy.ordering.key"
          description="Executions with the same value here wait for each other, also while one is tried again. Others pass them."
          value={ordering.key.reference}
          error={wrong("policy.ordering.key")}
          readOnly={readOnly}
          onChange={(event) => change({ ordering: { key: { reference: event.currentTarget.value.trim() } } })}
        />
      )}
    </section>
  )
}

function Tries({ policy, readOnly, change, wrong }: PartProps) {
  const { retry, timeLimitSeconds } = policy
  return (
    <section className={classes.section}>
      <h3>Tries and time</h3>
      <NumberInput
        label="Tries of a step that fails"
        data-field="policy.retry.maxAttempts"
        description="For failures that may pass by themselves, such as a service that is away. A step's own setting wins."
        min={1}
        max={20}
        placeholder="1"
        value={retry?.maxAttempts ?? ""}
        error={wrong("policy.retry.maxAttempts")}
        readOnly={readOnly}
        onChange={(value) => {
          const tries = positive(value)
          change({
            retry:
              tries && tries > 1 ? { delaySeconds: 60, exponential: true, ...retry, maxAttempts: tries } : undefined,
          })
        }}
      />
      {retry && (
        <>
          <NumberInput
            label="Seconds until the second try"
            data-field="policy.retry.delaySeconds"
            min={0}
            max={86_400}
            value={retry.delaySeconds}
            error={wrong("policy.retry.delaySeconds")}
            readOnly={readOnly}
            onChange={(value) => typeof value === "number" && change({ retry: { ...retry, delaySeconds: value } })}
          />
          <Text size="xs" c="dimmed">
            {retry.exponential
              ? "Each further wait is twice as long. While it waits, the execution takes no room."
              : "Each wait is as long."}
          </Text>
        </>
      )}
      <NumberInput
        label="Longest time in seconds"
        data-field="policy.timeLimitSeconds"
        description="After it the execution has failed, waiting included. Empty: as long as it takes."
        min={1}
        value={timeLimitSeconds ?? ""}
        error={wrong("policy.timeLimitSeconds")}
        readOnly={readOnly}
        onChange={(value) => change({ timeLimitSeconds: positive(value) })}
      />
    </section>
  )
}

const positive = (value: string | number): number | undefined =>
  typeof value === "number" && value > 0 ? value : undefined
