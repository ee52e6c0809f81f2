/** Everything that is wrong with the draft. A click flies to the step and opens the input, or goes to the endpoint's stage. */
import { Button, Popover, Text, UnstyledButton } from "@mantine/core"
import { CircleAlert, CircleArrowRight, CircleCheck, TriangleAlert } from "lucide-react"
import { useEffect, useEffectEvent, useState } from "react"
import { useNavigate, useParams, useSearchParams } from "react-router"
import { LABELS, stopOf } from "../endpoint/stops"
import { findFlow, type Problem } from "../flow/definition"
import { Words } from "../ui/Words"
import { isOfWizard } from "../wizard/problems"
import { isBeginning, nextStep } from "./nextStep"
import classes from "./ProblemsMenu.module.css"
import { addressOfProblem, fieldThere } from "./problemPlace"
import { documentOf, type EditorStore, OF_THE_FLOW, useEditor, useEditorStore } from "./store"

export function ProblemsMenu() {
  const problems = useEditor((state) => state.problems)
  const [open, setOpen] = useState(false)
  const errors = problems.filter((problem) => problem.severity === "error").length
  // A string, so that an edit which changes nothing here draws nothing here.
  const next = useEditor((state) => nextStep(documentOf(state), state.problems))
  const Icon = next ? CircleArrowRight : errors > 0 ? CircleAlert : problems.length > 0 ? TriangleAlert : CircleCheck
  const tone = next ? "info" : errors > 0 ? "bad" : problems.length > 0 ? "warn" : "good"
  const count = problems.length === 1 ? "1 problem" : `${problems.length || "No"} problems`
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={420} shadow="md">
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<Icon size={15} color={`var(--hy-${tone})`} aria-hidden />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {next ?? count}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <ProblemList problems={problems} onShown={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

export function ProblemList({ problems, onShown }: { problems: readonly Problem[]; onShown?: () => void }) {
  const show = useShowProblem()
  const definition = useEditor(documentOf)
  if (problems.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="xs">
        Nothing is wrong with this draft. It can be published.
      </Text>
    )
  }
  return (
    <ul className={classes.list} aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.flow} ${problem.step} ${problem.field} ${problem.code} ${problem.message}`}>
          <UnstyledButton
            className={classes.problem}
            onClick={() => {
              show(problem)
              onShown?.()
            }}
          >
            {isBeginning(definition, problem) ? (
              <CircleArrowRight size={15} color="var(--hy-info)" aria-label="Next" />
            ) : problem.severity === "error" ? (
              <CircleAlert size={15} color="var(--hy-bad)" aria-label="Error" />
            ) : (
              <TriangleAlert size={15} color="var(--hy-warn)" aria-label="Warning" />
            )}
            <span>
              <Words text={problem.message} />
              <Where problem={problem} />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

function Where({ problem }: { problem: Problem }) {
  const flow = useEditor((state) => findFlow(documentOf(state), problem.flow ?? ""))
  const stop = stopOf(problem)
  const place = isOfWizard(problem)
    ? ["Wizard"]
    : stop
      ? ["Endpoint", LABELS[stop]]
      : [flow?.name ?? (problem.flow || "Integration"), problem.step].filter(Boolean)
  return <span className={classes.where}>{[...new Set(place)].join(" › ")}</span>
}

function goTo(store: EditorStore, flow: string, step: string | null, field: string | null) {
  const state = store.getState()
  const wantedField = field ? { step: step ?? OF_THE_FLOW, field: fieldThere(field) } : null
  state.openFlow(flow, step ? [step] : [])
  if (step === null) {
    state.select([])
    state.set({ wantedField })
  } else if (store.getState().steps[step]) {
    state.set({ flight: { steps: [step], near: true }, wantedField })
  }
}

/** Whoever comes with the place of a problem in the address is taken there, once. */
export function useArrivalAtProblem() {
  const store = useEditorStore()
  const { flowKey } = useParams()
  const [params, setParams] = useSearchParams()
  const step = params.get("step")
  const field = params.get("field")
  const arrive = useEffectEvent(() => {
    setParams({}, { replace: true })
    if (flowKey) goTo(store, flowKey, step, field)
  })
  useEffect(() => {
    if (step !== null || field !== null) arrive()
  }, [step, field])
}

export function useShowProblem() {
  const store = useEditorStore()
  const navigate = useNavigate()
  const { id = "" } = useParams()
  return (problem: Problem) => {
    if (problem.flow) goTo(store, problem.flow, problem.step, problem.field)
    else void navigate(addressOfProblem(id, problem))
  }
}
