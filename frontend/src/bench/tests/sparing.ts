/**
 * What a test keeps so that it need not change anything outside: the results of the steps that just did.
 *
 * A test runs again at each publishing; nobody expects that to place an order. Not here: the rule (the server's `standing_in`).
 */
import type { Component, StepRun, TestRun } from "../../api/types"
import { preprocessOf } from "../stages"
import type { Sent } from "./SaveTest"

const INSIDE = ["flow.call", "flow.again", "deliver"]

/** Whether a step of this component may reach outside. */
const reachesOut = ({ key, effect, group, connector }: Component): boolean =>
  !INSIDE.includes(key) && group !== "Storage" && (effect || Boolean(connector))

/** Ids of steps that just reached outside, by flow; a step in a loop gave several results, of which none could stand for all. */
export function reachedOut(sent: Sent, run: TestRun, components: readonly Component[]): Record<string, StepRun[]> {
  const outside = new Set(components.filter(reachesOut).map(({ key }) => key))
  const went = (steps: readonly StepRun[]) =>
    steps.filter(
      ({ component, status, pinned, path, stepId }) =>
        outside.has(component) && status === "succeeded" && !pinned && path === stepId,
    )
  const preprocess = preprocessOf(run.stages) as { flow?: string; steps: StepRun[] } | null | undefined
  const flows: [string | null | undefined, StepRun[]][] = [
    [sent.flow?.key ?? run.flow, went(run.execution?.steps ?? [])],
    [preprocess?.flow, went(preprocess?.steps ?? [])],
  ]
  return Object.fromEntries(flows.filter(([flow, steps]) => flow && steps.length > 0))
}

/** The pins of the test with these results beside them. */
export function withResults(sent: Sent, reached: Record<string, StepRun[]>): Record<string, unknown> {
  const results = (steps: StepRun[]) => Object.fromEntries(steps.map((step) => [step.stepId, step.results]))
  if (sent.kind === "flow") return { ...results(Object.values(reached).flat()), ...sent.pins }
  const pins = { ...sent.pins }
  for (const [flow, steps] of Object.entries(reached)) {
    pins[flow] = { ...results(steps), ...(pins[flow] as Record<string, unknown> | undefined) }
  }
  return pins
}
