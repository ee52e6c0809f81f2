/** What the step gave the last time, where that comes from, whether it still fits; running it, and pinning it. */
import { ActionIcon, Button, Group, Text, Tooltip, UnstyledButton } from "@mantine/core"
import { ChevronRight, ClipboardPaste, Pin, PinOff, Play, StepForward, TriangleAlert } from "lucide-react"
import { useEffect, useState } from "react"
import { create } from "zustand"
import type { Component } from "../../api/types"
import { stepOfPart } from "../../bench/pinning"
import { useTrials } from "../../bench/trials"
import type { Flow, Step } from "../../flow/definition"
import { lazyPart } from "../../ui/lazyPart"
import { ProblemNotice } from "../../ui/Problem"
import { StatusBadge } from "../../ui/StatusBadge"
import { duration } from "../../ui/When"
import { useCommand } from "../commands/CommandsProvider"
import type { CommandName } from "../commands/table"
import { PasteResults } from "../form/PasteResults"
import { type Pin as Pinned, pinOf, usePins } from "../pins"
import { type StepSample, timeOfDay, useFlowSample } from "../samples"
import { changedSince } from "../staleness"
import { useEditor } from "../store"
import { EditPin } from "./EditPin"
import classes from "./inspector.module.css"

/** Whoever looks at the results of one step looks at those of the next, too. */
const useOpen = create<{ open: boolean }>(() => ({ open: false }))
const setOpen = (open: boolean) => useOpen.setState({ open })

const ResultDetail = lazyPart(async () => (await import("./ResultDetail")).ResultDetail)

interface Props {
  step: Step
  flow: Flow
  component: Component
}

export function ResultSection({ step, flow, component }: Props) {
  const readOnly = useEditor((state) => state.readOnly)
  const flowSample = useFlowSample(flow.key)
  const sample = flowSample?.steps[step.id]
  const pin = usePins((state) => pinOf(state.flows, flow.key, step))
  const open = useOpen((state) => state.open)
  const [editing, setEditing] = useState<"pin" | "paste" | null>(null)
  const running = useIsTried(step.id)
  useEffect(() => {
    if (running) setOpen(true)
  }, [running])
  if (readOnly && !sample) return null
  return (
    <section className={classes.section} aria-label="Results" aria-busy={running}>
      {!readOnly && (
        <Group gap={6} wrap="nowrap">
          {component.kind !== "trigger" && <Try command="runStep" icon={Play} stepId={step.id} />}
          <Try command="runToHere" icon={StepForward} stepId={step.id} />
          <PinButtons pinned={pin !== undefined} paste={() => setEditing("paste")} />
        </Group>
      )}
      <Failure stepId={step.id} />
      {pin && <PinLine pin={pin} edit={() => setEditing(editing === "pin" ? null : "pin")} />}
      {editing === "pin" && pin && (
        <EditPin key={pin.at} flowKey={flow.key} step={step} pin={pin} close={() => setEditing(null)} />
      )}
      {editing === "paste" && <PasteResults flowKey={flow.key} stepId={step.id} close={() => setEditing(null)} />}
      {sample && flowSample && (
        <>
          <Headline sample={sample} open={open} toggle={() => setOpen(!open)} />
          <Stale change={changedSince(flow, step.id, flowSample)} />
          {open && (
            <ResultDetail sample={sample} turns={flowSample.runs.filter((run) => run.stepId === step.id).length} />
          )}
        </>
      )}
    </section>
  )
}

const useIsTried = (stepId: string): boolean =>
  useTrials(
    ({ pending }) => pending?.kind === "flow" && pending.part !== undefined && stepOfPart(pending.part) === stepId,
  )

interface TryProps {
  command: CommandName
  icon: typeof Play
  stepId: string
}

function Try({ command, icon: Icon, stepId }: TryProps) {
  const { title, hint, run } = useCommand(command)
  const busy = useTrials(({ pending }) => pending !== null)
  const running = useTrials(({ pending }) => {
    const part = pending?.kind === "flow" ? pending.part : undefined
    return part !== undefined && stepOfPart(part) === stepId && "upTo" in part === (command === "runToHere")
  })
  return (
    <Tooltip label={hint}>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Icon size={12} />}
        loading={running}
        disabled={busy && !running}
        onClick={run}
      >
        {title}
      </Button>
    </Tooltip>
  )
}

function PinButtons({ pinned, paste }: { pinned: boolean; paste: () => void }) {
  const { hint, title, run } = useCommand("pin")
  const Icon = pinned ? PinOff : Pin
  return (
    <Group gap={2} wrap="nowrap" ml="auto">
      <Tooltip label="Paste what it returns, to choose from">
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Paste results" onClick={paste}>
          <ClipboardPaste size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={hint}>
        <ActionIcon
          variant={pinned ? "light" : "subtle"}
          color={pinned ? "iris" : "gray"}
          size="sm"
          aria-label={title}
          onClick={run}
        >
          <Icon size={14} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

/** Why it could not be run, when that was asked for this step. */
function Failure({ stepId }: { stepId: string }) {
  const failed = useTrials(({ failures }) => failures.flow)
  const part = failed?.trial.kind === "flow" ? failed.trial.part : undefined
  return failed && part && stepOfPart(part) === stepId ? <ProblemNotice failure={failed.failure} /> : null
}

function PinLine({ pin, edit }: { pin: Pinned; edit: () => void }) {
  return (
    <div className={classes.pinned}>
      <Pin size={13} aria-hidden />
      <span>Pinned at {timeOfDay(new Date(pin.at))}. Tests use these results and do not run the step.</span>
      <Button variant="subtle" size="compact-xs" onClick={edit}>
        Edit
      </Button>
    </div>
  )
}

function Headline({ sample, open, toggle }: { sample: StepSample; open: boolean; toggle: () => void }) {
  const { run, source } = sample
  return (
    <UnstyledButton className={classes.headline} aria-expanded={open} onClick={toggle}>
      <ChevronRight size={13} data-open={open || undefined} aria-hidden />
      {run ? <StatusBadge status={run.status} /> : <Text size="xs">Results</Text>}
      <span className={classes.from}>
        {run && run.durationUs > 0 && `${duration(run.durationUs)}, `}
        {source}
      </span>
    </UnstyledButton>
  )
}

const CHANGES = {
  step: "The step was changed since. Run it again.",
  earlier: "An earlier step was changed since. Run to here again.",
}

function Stale({ change }: { change: keyof typeof CHANGES | null }) {
  if (!change) return null
  return (
    <div className={classes.problem} data-severity="warning">
      <TriangleAlert size={14} aria-hidden />
      <span>{CHANGES[change]}</span>
    </div>
  )
}
