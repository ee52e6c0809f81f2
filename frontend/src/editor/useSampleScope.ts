/** Sample values of everything that a step may refer to, and where each comes from. */
import { useMemo } from "react"
import type { Component } from "../api/types"
import type { Flow, Step } from "../flow/definition"
import { type PickerNode, pickerTree, readSample, sourcesFor } from "../flow/references"
import { type FlowSample, useSamples } from "./samples"
import { flowOf, useEditor } from "./store"

export interface SampleRoot {
  title: string
  tree: PickerNode
  /** "test run at 14:02" or "example". */
  source: string
}

export interface SampleScope {
  roots: SampleRoot[]
  /** What `readSample` reads from. */
  values: Record<string, unknown>
}

export function useSampleScope(stepId: string): SampleScope {
  const flow = useEditor(flowOf)
  const components = useEditor((state) => state.components)
  const sample = useSamples((state) => state.flows[flow?.key ?? ""])
  return useMemo(
    () => (flow ? scopeOf(flow, stepId, components, sample) : { roots: [], values: {} }),
    [flow, stepId, components, sample],
  )
}

/** Steps whose failure does not stop the flow have it among their results. */
function exampleOf({ onError }: Step, component: Component | undefined): unknown {
  const example = component?.resultsExample
  if (onError !== "branch" && onError !== "ignore") return example
  const own = typeof example === "object" && !Array.isArray(example) ? example : {}
  return { ...own, error: { code: "step_failed", message: "what went wrong" } }
}

export function scopeOf(
  flow: Flow,
  stepId: string,
  components: Record<string, Component>,
  sample: FlowSample | undefined,
): SampleScope {
  const roots: SampleRoot[] = []
  const values: Record<string, unknown> = {}
  const sources = sourcesFor(flow, stepId)
  for (const { step, kind } of sources) {
    const component = components[step.component]
    const title = step.name || component?.title || step.component
    if (kind === "loop") {
      const items = step.inputs?.items
      const list = items && "reference" in items ? readSample(values, items.reference) : undefined
      const currentItem = Array.isArray(list) ? list[0] : undefined
      values[step.id] = { currentItem, index: 0 }
      roots.push({
        title: `${title}: this turn`,
        source: "first item",
        tree: pickerTree(`${step.id}.currentItem`, "currentItem", currentItem),
      })
      roots.push({
        title: `${title}: number of the turn`,
        source: "first turn",
        tree: pickerTree(`${step.id}.index`, "index", 0),
      })
      continue
    }
    const run = sample?.steps[step.id]
    const ran = run !== undefined && run.status !== "skipped"
    const results = ran ? run.results : exampleOf(step, component)
    values[step.id] = { results }
    if (component?.kind === "trigger") values.trigger = values.integrationTrigger = values.trigger ?? { results }
    roots.push({
      title,
      source: ran ? (sample?.source ?? "") : "example",
      tree: pickerTree(`${step.id}.results`, step.id, results),
    })
  }
  const triggers = sources.filter(({ step }) => components[step.component]?.kind === "trigger")
  if (triggers.length > 1) {
    const { results } = values.trigger as { results: unknown }
    roots.unshift({
      title: "Whichever trigger fired",
      source: "first trigger",
      tree: pickerTree("trigger.results", "trigger", results),
    })
  }
  return { roots, values }
}
