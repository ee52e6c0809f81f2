import { NumberInput, Select, Switch } from "@mantine/core"
import type { OnError, RetryRule, Step } from "../../flow/definition"
import type { StepField } from "../../flow/operations"
import { useEditor } from "../store"
import classes from "./inspector.module.css"

const CHOICES: { value: OnError; label: string }[] = [
  { value: "fail", label: "Stop the flow" },
  { value: "ignore", label: "Go on without its result" },
  { value: "branch", label: "Go on at its error outlet" },
  { value: "retry", label: "Try again, then stop" },
]

const FIRST_RETRY: RetryRule = { maxAttempts: 3, delaySeconds: 5, exponential: true }

/** What happens when the step fails. */
export function FailureSection({
  step,
  setField,
}: {
  step: Step
  setField: (field: StepField, value: unknown, burst?: boolean) => void
}) {
  const edit = useEditor((state) => state.edit)
  const flow = useEditor((state) => state.flowKey)
  const readOnly = useEditor((state) => state.readOnly)
  const problems = useEditor((state) => state.stepProblems[step.id])
  const wrong = (field: string) => problems?.find((problem) => problem.field === field)?.message
  const onError = step.onError ?? "fail"
  const retry = step.retry ?? FIRST_RETRY

  const choose = (value: OnError) => {
    const change = (field: StepField, next: unknown) => ({
      kind: "setStepField" as const,
      flow,
      step: step.id,
      field,
      value: next,
    })
    const operations = [change("onError", value), change("retry", value === "retry" ? retry : undefined)]
    edit({ kind: "batch", operations }, { label: `Change what ${step.id} does on failure`, select: [step.id] })
  }
  const change = (part: Partial<RetryRule>) => setField("retry", { ...retry, ...part }, true)

  return (
    <section className={classes.section}>
      <Select
        label="When it fails"
        data-field="onError"
        data={CHOICES}
        value={onError}
        allowDeselect={false}
        readOnly={readOnly}
        onChange={(value) => value && choose(value as OnError)}
      />
      <NumberInput
        label="Give up after seconds"
        data-field="timeoutSeconds"
        description="Of each try. Empty: as long as the step itself allows."
        min={0.1}
        max={86_400}
        value={step.timeoutSeconds ?? ""}
        error={wrong("timeoutSeconds")}
        readOnly={readOnly}
        onChange={(value) =>
          setField("timeoutSeconds", typeof value === "number" && value > 0 ? value : undefined, true)
        }
      />
      {onError === "retry" && (
        <>
          <div className={classes.pair}>
            <NumberInput
              label="Attempts in all"
              data-field="retry.maxAttempts"
              min={1}
              max={20}
              value={retry.maxAttempts}
              error={wrong("retry.maxAttempts")}
              readOnly={readOnly}
              onChange={(value) => typeof value === "number" && change({ maxAttempts: value })}
            />
            <NumberInput
              label="Seconds between"
              data-field="retry.delaySeconds"
              min={0}
              value={retry.delaySeconds}
              error={wrong("retry.delaySeconds")}
              readOnly={readOnly}
              onChange={(value) => typeof value === "number" && change({ delaySeconds: value })}
            />
          </div>
          <Switch
            label="Wait twice as long each time"
            checked={retry.exponential}
            disabled={readOnly}
            onChange={(event) => change({ exponential: event.currentTarget.checked })}
          />
        </>
      )}
    </section>
  )
}
