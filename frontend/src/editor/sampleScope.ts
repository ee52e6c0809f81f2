/**
 * Sample values of everything that a step may refer to, and where each comes from.
 *
 * For: choosing for each earlier step between what is pinned, what the chosen sample says, and its component's example.
 * Pure: `useSampleScope` brings the stores.
 */
import type { Component } from "../api/types"
import type { ConfigVariable, Flow, Step } from "../flow/definition"
import { type PreviewScope, previewOf } from "../flow/preview"
import { type PickerNode, pickerTree, sourcesFor } from "../flow/references"
import type { FlowSample } from "./samples"

export interface SampleRoot {
  /** The step or loop it reads from. */
  stepId: string
  title: string
  tree: PickerNode
  /** "test run at 14:02" or "example". */
  source: string
}

export interface SampleScope extends PreviewScope {
  roots: SampleRoot[]
}

export const EXAMPLE = "example"

interface Given {
  flow: Flow
  stepId: string
  components: Record<string, Component>
  variables: readonly ConfigVariable[]
  sample: FlowSample | undefined
  /** Pinned results by step id. */
  pinned: Record<string, unknown>
}

export function scopeOf({ flow, stepId, components, variables, sample, pinned }: Given): SampleScope {
  const scope: SampleScope = { roots: [], values: {}, variables }
  const sources = sourcesFor(flow, stepId)
  for (const { step, kind } of sources) {
    const component = components[step.component]
    const title = step.name || component?.title || step.component
    if (kind === "loop") {
      addLoop(scope, step, title)
      continue
    }
    const { results, source } = sampleOf(step, component, sample, pinned)
    scope.values[step.id] = { results }
    if (component?.kind === "trigger" && !("trigger" in scope.values))
      scope.values.trigger = scope.values.integrationTrigger = { results }
    scope.roots.push({ stepId: step.id, title, source, tree: pickerTree(`${step.id}.results`, step.id, results) })
  }
  if (sources.filter(({ step }) => components[step.component]?.kind === "trigger").length > 1) {
    const { results } = scope.values.trigger as { results: unknown }
    const first = scope.roots.find(
      (root) => components[stepOf(sources, root.stepId)?.component ?? ""]?.kind === "trigger",
    )
    scope.roots.unshift({
      stepId: "trigger",
      title: "Whichever trigger fired",
      source: first?.source ?? EXAMPLE,
      tree: pickerTree("trigger.results", "trigger", results),
    })
  }
  return scope
}

const stepOf = (sources: { step: Step }[], id: string): Step | undefined =>
  sources.find(({ step }) => step.id === id)?.step

function sampleOf(
  step: Step,
  component: Component | undefined,
  sample: FlowSample | undefined,
  pinned: Record<string, unknown>,
): { results: unknown; source: string } {
  if (Object.hasOwn(pinned, step.id)) return { results: pinned[step.id], source: "pinned" }
  const known = sample?.steps[step.id]
  // A step that was skipped, or failed and left nothing, says nothing about what it gives when it runs.
  const gave = known && (known.run === null || known.run.status === "succeeded" || known.results !== null)
  if (gave && known.run?.status !== "skipped") return { results: known.results, source: known.source }
  if (component?.key === "webhook" && sample?.trigger) return sample.trigger
  return { results: exampleOf(step, component), source: EXAMPLE }
}

/** Steps whose failure does not stop the flow have it among their results. */
function exampleOf({ onError }: Step, component: Component | undefined): unknown {
  const example = component?.resultsExample
  if (onError !== "branch" && onError !== "ignore") return example
  const own = typeof example === "object" && !Array.isArray(example) ? example : {}
  return { ...own, error: { code: "step_failed", message: "what went wrong" } }
}

function addLoop(scope: SampleScope, step: Step, title: string): void {
  const items = step.inputs?.items
  const times = step.inputs?.times && !items
  const read = items && previewOf(items, scope)
  const currentItem = times ? 0 : firstItem(read?.value)
  const from = scope.roots.find((root) => root.stepId === read?.steps[0])?.source ?? EXAMPLE
  scope.values[step.id] = { currentItem, index: 0 }
  scope.roots.push({
    stepId: step.id,
    title: `${title}: this turn`,
    source: `first item, ${from}`,
    tree: pickerTree(`${step.id}.currentItem`, "currentItem", currentItem),
  })
  scope.roots.push({
    stepId: step.id,
    title: `${title}: number of the turn`,
    source: "first turn",
    tree: pickerTree(`${step.id}.index`, "index", 0),
  })
}

/** An object is looped over as pairs. */
function firstItem(items: unknown): unknown {
  if (Array.isArray(items)) return items[0]
  const [pair] = typeof items === "object" && items !== null ? Object.entries(items) : []
  return pair && { key: pair[0], value: pair[1] }
}
