/** Settings of one step: its names, its inputs, what happens when it fails. */
import { ActionIcon, Switch, Text, Textarea, TextInput, Tooltip } from "@mantine/core"
import { CircleAlert, CopyPlus, type LucideIcon, SquareArrowOutDownLeft, Trash2, TriangleAlert } from "lucide-react"
import type { Component } from "../../api/types"
import { type Flow, LONGEST_NAME, type Problem, type Step } from "../../flow/definition"
import type { StepField } from "../../flow/operations"
import { ComponentIcon } from "../../ui/ComponentIcon"
import { Words } from "../../ui/Words"
import { AboutComponent } from "../about/AboutComponent"
import { useCommand } from "../commands/CommandsProvider"
import type { CommandName } from "../commands/table"
import { canonical } from "../form/context"
import { InputForm } from "../form/InputForm"
import { useEditor } from "../store"
import { EventForm } from "./EventForm"
import { FailureSection } from "./FailureSection"
import classes from "./inspector.module.css"
import { LabelInput } from "./LabelInput"
import { NextTimes } from "./NextTimes"
import { ResultSection } from "./ResultSection"
import { WebhookSection } from "./WebhookSection"

const NONE: Problem[] = []

export function StepPanel({ step, flow, integrationId }: { step: Step; flow: Flow; integrationId: string }) {
  const component = useEditor((state) => state.components[step.component])
  const problems = useEditor((state) => state.stepProblems[step.id] ?? NONE)
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const setField = (field: StepField, value: unknown, burst = false) =>
    edit(
      { kind: "setStepField", flow: flow.key, step: step.id, field, value },
      { label: `Change ${field} of ${step.id}`, select: [step.id], ...(burst && { burst: `${step.id} ${field}` }) },
    )
  const hasInputs = Object.keys(component?.inputs.properties ?? {}).length > 0
  return (
    <div className={classes.panel} data-testid="inspector">
      <Head step={step} component={component} />
      <section className={classes.section}>
        <div className={classes.pair}>
          <TextInput
            label="Step name"
            data-field="name"
            maxLength={LONGEST_NAME}
            value={step.name ?? ""}
            readOnly={readOnly}
            onChange={(event) => setField("name", event.currentTarget.value, true)}
          />
          <LabelInput step={step} flow={flow} />
        </div>
        <StepProblems problems={problems} component={component} />
      </section>
      {step.component === "webhook" && <WebhookSection flow={flow} integrationId={integrationId} />}
      {component && <ResultSection step={step} flow={flow} component={component} />}
      {component && hasInputs && (
        <section className={classes.section} aria-label="Inputs">
          {step.component === "connector.event" ? (
            <EventForm step={step} component={component} problems={problems} />
          ) : (
            <InputForm step={step} component={component} problems={problems} />
          )}
        </section>
      )}
      {step.component === "schedule" && <NextTimes step={step} />}
      {component?.kind !== "trigger" && <FailureSection step={step} setField={setField} />}
      <section className={classes.section}>
        {component?.kind !== "trigger" && (
          <Switch
            label="Disabled: passed over, and what follows still runs"
            checked={step.disabled ?? false}
            disabled={readOnly}
            onChange={(event) => setField("disabled", event.currentTarget.checked)}
          />
        )}
        <Textarea
          label="Notes"
          data-field="notes"
          autosize
          minRows={1}
          maxRows={8}
          value={step.notes ?? ""}
          readOnly={readOnly}
          placeholder="For whoever reads this later"
          onChange={(event) => setField("notes", event.currentTarget.value, true)}
        />
        {component && <AboutComponent key={component.key} step={step} component={component} />}
      </section>
    </div>
  )
}

function Head({ step, component }: { step: Step; component: Component | undefined }) {
  const readOnly = useEditor((state) => state.readOnly)
  const inLoop = useEditor((state) => state.nodes.find((node) => node.id === step.id)?.parentId !== undefined)
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <span className={classes.icon}>
          <ComponentIcon name={component?.icon} size={17} />
        </span>
        <div className={classes.what}>
          <h2>{step.name || component?.title || step.component}</h2>
          <Text size="xs" c="dimmed" truncate>
            {component?.title ?? step.component}
          </Text>
        </div>
        {!readOnly && (
          <>
            {inLoop && <Action command="takeOut" label="Take out of the loop" icon={SquareArrowOutDownLeft} />}
            <Action command="duplicate" label="Duplicate step" icon={CopyPlus} />
            <Action command="remove" label="Delete step" icon={Trash2} />
          </>
        )}
      </div>
    </section>
  )
}

function Action({ command, label, icon: Icon }: { command: CommandName; label: string; icon: LucideIcon }) {
  const { hint, run } = useCommand(command)
  return (
    <Tooltip label={hint}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

/** What is wrong with the step as a whole. Problems of an input stand beside that input. */
function StepProblems({ problems, component }: { problems: Problem[]; component: Component | undefined }) {
  const inputs = Object.keys(component?.inputs.properties ?? {})
  const own = problems.filter(
    (problem) => !problem.field || !inputs.includes(canonical(problem.field).split(".")[0] ?? ""),
  )
  return own.map((problem) => (
    <div key={problem.code + problem.message} className={classes.problem} data-severity={problem.severity} role="alert">
      {problem.severity === "error" ? <CircleAlert size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
      <span>
        <Words text={problem.message} />
      </span>
    </div>
  ))
}
