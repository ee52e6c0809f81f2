/** Everything that differs between two definitions, flow by flow. A click on a step shows it on the canvas. */
import { Text, UnstyledButton } from "@mantine/core"
import { ArrowRight, type LucideIcon, Minus, PencilLine, Plus } from "lucide-react"
import type { ReactNode } from "react"
import type { Component } from "../api/types"
import { outletOf } from "../flow/definition"
import type { ChangeKind, DefinitionChange, FlowChange, StepChange } from "../flow/diff"
import { linksOfTheirOwn } from "../flow/diffWords"
import { FieldChanges } from "./FieldChanges"
import classes from "./versions.module.css"

interface Props {
  change: DefinitionChange
  components: readonly Component[]
  /** Shows a step, or the whole flow, on the canvas. */
  show: (flow: string, step: string | null) => void
  /** The step that is selected there. */
  shown: { flow: string; step: string | null }
}

export function ChangeList({ change, components, show, shown }: Props) {
  const titles = new Map(components.map((component) => [component.key, titlesOf(component)]))
  return (
    <>
      {change.flows.map((flow) => (
        <Section
          key={`${flow.kind} ${flow.key}`}
          title={flow.name}
          kind={flow.kind}
          onClick={() => show(flow.key, null)}
        >
          <FieldChanges fields={flow.settings} />
          <ul className={classes.steps}>
            {flow.steps.map((step) => (
              <li key={`${step.kind} ${step.id}`}>
                <OneStep
                  step={step}
                  titles={titles.get(step.step.component) ?? {}}
                  current={shown.flow === flow.key && shown.step === step.id}
                  show={() => show(flow.key, step.id)}
                />
              </li>
            ))}
          </ul>
          <Links flow={flow} />
        </Section>
      ))}
      {change.endpoint.length > 0 && (
        <Section title="Endpoint" kind="changed">
          <FieldChanges fields={change.endpoint} />
        </Section>
      )}
      {change.configVariables.map((variable) => (
        <Section key={variable.key} title={`Config variable ${variable.name}`} kind={variable.kind}>
          <FieldChanges fields={variable.fields} />
        </Section>
      ))}
      {change.configPages.map((page) => (
        <Section key={`${page.kind} ${page.name}`} title={`Config page ${page.name}`} kind={page.kind}>
          <FieldChanges fields={page.fields} />
        </Section>
      ))}
      {change.settings.length > 0 && (
        <Section title="Integration" kind="changed">
          <FieldChanges fields={change.settings} />
        </Section>
      )}
    </>
  )
}

const titlesOf = ({ inputs }: Component): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(inputs.properties ?? {}).map(([name, schema]) => [name, schema.title]))

const ICONS: Record<ChangeKind, LucideIcon> = { added: Plus, removed: Minus, changed: PencilLine, renamed: ArrowRight }

export function Kind({ kind }: { kind: ChangeKind }) {
  const Icon = ICONS[kind]
  return (
    <span className={classes.kind} data-kind={kind}>
      <Icon size={11} aria-hidden />
      {kind}
    </span>
  )
}

function Section({
  title,
  kind,
  onClick,
  children,
}: {
  title: string
  kind: ChangeKind
  onClick?: () => void
  children: ReactNode
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <h3 className={classes.sectionTitle}>
        {onClick ? (
          <UnstyledButton className={classes.flowButton} onClick={onClick}>
            {title}
          </UnstyledButton>
        ) : (
          title
        )}
        <Kind kind={kind} />
      </h3>
      {children}
    </section>
  )
}

function OneStep({
  step,
  titles,
  current,
  show,
}: {
  step: StepChange
  titles: Record<string, string | undefined>
  current: boolean
  show: () => void
}) {
  return (
    <div className={classes.step} data-current={current || undefined} data-testid={`change-${step.id}`}>
      <UnstyledButton className={classes.stepButton} onClick={show} aria-current={current}>
        <span className={classes.stepName}>{step.step.name || step.id}</span>
        <code>{step.was ? `${step.was} → ${step.id}` : step.id}</code>
        <Kind kind={step.kind} />
      </UnstyledButton>
      {step.fields.length > 0 && <FieldChanges fields={step.fields} titles={titles} />}
    </div>
  )
}

function Links({ flow }: { flow: FlowChange }) {
  const links = linksOfTheirOwn(flow)
  if (links.length === 0) return null
  return (
    <ul className={classes.steps} aria-label={`Links of ${flow.name}`}>
      {links.map(({ kind, link }) => (
        <li key={`${kind} ${link.from} ${outletOf(link)} ${link.to}`}>
          <Text size="xs" component="span">
            Link <code>{link.from}</code>
            {outletOf(link) === "out" ? "" : ` (${outletOf(link)})`} → <code>{link.to}</code>
          </Text>{" "}
          <Kind kind={kind} />
        </li>
      ))}
    </ul>
  )
}
