/**
 * Which links of the open flow no saved test has taken, for the canvas to draw.
 *
 * For: the switch, and the marks while it is on. A link drawn since counts as untaken: no test can have taken it.
 */
import { useQuery } from "@tanstack/react-query"
import { useEffect } from "react"
import { create } from "zustand"
import { api } from "../api/client"
import type { TestCoverage } from "../api/types"
import { coverageKey } from "../bench/tests/useSavedTests"
import { edgeId } from "../flow/canvas"
import { useEditor } from "./store"

interface Coverage {
  shown: boolean
  /** Ids of edges; empty while it is not shown. */
  untaken: ReadonlySet<string>
  toggle: () => void
}

const NONE: ReadonlySet<string> = new Set()

export const useCoverage = create<Coverage>((set, get) => ({
  shown: false,
  untaken: NONE,
  toggle: () => set({ shown: !get().shown }),
}))

export const useTestCoverage = (integrationId: string, enabled: boolean) =>
  useQuery({
    queryKey: coverageKey(integrationId),
    queryFn: () => api.get<TestCoverage>(`/api/integrations/${integrationId}/tests/coverage`),
    enabled,
  })

/** Ids of the edges of a flow that the last run of some saved test took. */
export function takenEdges(coverage: TestCoverage, flowKey: string): Set<string> {
  const links = coverage.flows.find(({ flow }) => flow === flowKey)?.links ?? []
  return new Set(links.filter(({ taken }) => taken).map(edgeId))
}

export function useCoverageMarks(integrationId: string): void {
  const shown = useCoverage((state) => state.shown)
  const flowKey = useEditor((state) => state.flowKey)
  // As one text, so that moving a step does not count as another set of links.
  const drawn = useEditor((state) => state.edges.map(({ id }) => id).join("\n"))
  const coverage = useTestCoverage(integrationId, shown).data
  useEffect(() => {
    if (!shown || !coverage) {
      useCoverage.setState({ untaken: NONE })
      return
    }
    const taken = takenEdges(coverage, flowKey)
    useCoverage.setState({ untaken: new Set(drawn.split("\n").filter((id) => id !== "" && !taken.has(id))) })
  }, [shown, coverage, flowKey, drawn])
  useEffect(() => () => useCoverage.setState({ shown: false, untaken: NONE }), [])
}
