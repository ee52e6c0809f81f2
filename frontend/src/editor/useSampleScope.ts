import { useMemo } from "react"
import { allSteps, type ConfigVariable } from "../flow/definition"
import { pinnedResults, usePins } from "./pins"
import { type SampleScope, scopeOf } from "./sampleScope"
import { useFlowSample } from "./samples"
import { documentOf, flowOf, useEditor } from "./store"

const NO_VARIABLES: ConfigVariable[] = []

/** Sample values of everything that the step may refer to. */
export function useSampleScope(stepId: string): SampleScope {
  const flow = useEditor(flowOf)
  const components = useEditor((state) => state.components)
  const variables = useEditor((state) => documentOf(state).configVariables) ?? NO_VARIABLES
  const sample = useFlowSample(flow?.key ?? "")
  const pins = usePins((state) => state.flows)
  return useMemo(() => {
    if (!flow) return { roots: [], values: {}, variables }
    const pinned = pinnedResults(pins, flow.key, allSteps(flow.steps))
    return scopeOf({ flow, stepId, components, variables, sample, pinned })
  }, [flow, stepId, components, variables, sample, pins])
}
