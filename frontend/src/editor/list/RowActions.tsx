/** What can be done with a step of the list: the canvas' own commands, and what is done there by dragging. */
import { Button, Group, NativeSelect } from "@mantine/core"
import { type MouseEvent, useState } from "react"
import { annotationsOf, groupOf, nextAnnotationId } from "../../flow/annotating"
import { allSteps, type Flow, type Step } from "../../flow/definition"
import { graphAround } from "../../flow/linking"
import { outletsOf } from "../../flow/outlets"
import { useCommand } from "../commands/CommandsProvider"
import { focusStepSoon } from "../commands/places"
import type { CommandName } from "../commands/table"
import { flowOf, useEditor } from "../store"
import { intoContainer } from "./intoContainer"
import classes from "./list.module.css"

export function RowActions({ step, parent }: { step: Step; parent: string | null }) {
  const flow = useEditor(flowOf)
  const isTrigger = useEditor((state) => state.components[step.component]?.kind === "trigger")
  if (!flow) return null
  return (
    <Group gap={6} role="group" aria-label={`Actions for ${step.id}`}>
      {!isTrigger && <AddBefore step={step.id} flow={flow} />}
      {outletsOf(step).map((outlet) => (
        <AddAfter key={outlet} step={step.id} outlet={outlet} alone={outletsOf(step).length === 1} />
      ))}
      {step.steps && <AddInside step={step.id} />}
      <Action command="open" />
      <Action command="rename" />
      <Action command="duplicate" />
      <Action command="disable" />
      <Action command="takeOut" />
      {!isTrigger && <MoveInto step={step} flow={flow} />}
      {parent === null && <GroupOf step={step.id} flow={flow} />}
      <Action command="remove" />
    </Group>
  )
}

function Action({ command }: { command: CommandName }) {
  const { title, hint, available, run } = useCommand(command)
  if (!available) return null
  return (
    <Button variant="default" size="compact-sm" title={hint} onClick={run}>
      {title}
    </Button>
  )
}

const below = (event: MouseEvent) => {
  const box = event.currentTarget.getBoundingClientRect()
  return { x: box.left, y: box.bottom + 6 }
}

function AddAfter({ step, outlet, alone }: { step: string; outlet: string; alone: boolean }) {
  const ask = useEditor((state) => state.ask)
  return (
    <Button
      variant="default"
      size="compact-sm"
      onClick={(event) => ask({ screen: below(event), parent: null, after: { step, outlet } })}
    >
      {alone ? "Add after" : `Add after ${outlet === "out" ? "then" : outlet}`}
    </Button>
  )
}

/** Between it and the step before it; where several lead here, or none, before all of them. */
function AddBefore({ step, flow }: { step: string; flow: Flow }) {
  const ask = useEditor((state) => state.ask)
  const into = graphAround(flow, step).links.filter((link) => link.to === step)
  const [only] = into
  const where = only && into.length === 1 ? { link: only } : { before: step }
  return (
    <Button
      variant="default"
      size="compact-sm"
      onClick={(event) => ask({ screen: below(event), parent: null, ...where })}
    >
      Add before
    </Button>
  )
}

function AddInside({ step }: { step: string }) {
  const ask = useEditor((state) => state.ask)
  return (
    <Button variant="default" size="compact-sm" onClick={(event) => ask({ screen: below(event), parent: step })}>
      Add inside
    </Button>
  )
}

function MoveInto({ step, flow }: { step: Step; flow: Flow }) {
  const edit = useEditor((state) => state.edit)
  const inside = new Set(allSteps([step]).map(({ id }) => id))
  const containers = graphAround(flow, step.id).steps.filter((each) => each.steps && !inside.has(each.id))
  return (
    <Choice
      label="Loop to move into"
      verb="Move into the loop"
      options={containers.map(({ id }) => ({ value: id, label: id }))}
      choose={(container) => {
        edit(intoContainer(flow, step.id, container), { label: `Move into ${container}`, select: [step.id] })
        focusStepSoon(step.id)
      }}
    />
  )
}

const NEW = "new"
const NONE = "none"

function GroupOf({ step, flow }: { step: string; flow: Flow }) {
  const edit = useEditor((state) => state.edit)
  const now = groupOf(flow, step)
  const options = [
    ...annotationsOf(flow)
      .groups.filter((group) => group.id !== now?.id)
      .map((group) => ({ value: group.id, label: group.title || group.id })),
    ...(now ? [{ value: NONE, label: "no group" }] : []),
    { value: NEW, label: "a new group" },
  ]
  const choose = (value: string) => {
    if (value === NONE) edit({ kind: "leaveGroups", flow: flow.key, steps: [step] }, { label: "Take out of the group" })
    else if (value !== NEW) edit({ kind: "joinGroup", flow: flow.key, group: value, steps: [step] }, { label: "Group" })
    else {
      const group = { id: nextAnnotationId(flow, "group"), title: "", color: "blue" as const, steps: [step] }
      edit({ kind: "addGroup", flow: flow.key, group }, { label: "Group" })
    }
  }
  return <Choice label="Group" verb="Put into" options={options} choose={choose} />
}

interface ChoiceProps {
  label: string
  verb: string
  options: { value: string; label: string }[]
  choose: (value: string) => void
}

/** A choice and a button that carries it out: arrow keys in a list must not yet do anything. */
function Choice({ label, verb, options, choose }: ChoiceProps) {
  const [chosen, setChosen] = useState("")
  const [first] = options
  if (!first) return null
  const value = options.some((option) => option.value === chosen) ? chosen : first.value
  return (
    <span className={classes.linkTo}>
      <Button variant="default" size="compact-sm" onClick={() => choose(value)}>
        {verb}
      </Button>
      <NativeSelect
        size="xs"
        aria-label={label}
        data={options}
        value={value}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
    </span>
  )
}
