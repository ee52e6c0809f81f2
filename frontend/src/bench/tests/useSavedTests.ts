/** Saved tests of an integration: reading, keeping, running; what the last runs gave stays until the page is left. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { create } from "zustand"
import { api } from "../../api/client"
import type { SavedTest, SavedTestWrite, TestResult, TestResults } from "../../api/types"
import { tellProblem } from "../../ui/Problem"

export const savedTestsQuery = (integrationId: string) => ({
  queryKey: ["saved-tests", integrationId],
  queryFn: () => api.get<SavedTest[]>(`/api/integrations/${integrationId}/tests`),
})

export const coverageKey = (integrationId: string) => ["test-coverage", integrationId]

export const useSavedTests = (integrationId: string) => useQuery(savedTestsQuery(integrationId))

/** Full results by test id; the server keeps only verdict and differences. */
export const useResults = create<{ results: Record<string, TestResult> }>(() => ({ results: {} }))

export function useTestChanges(integrationId: string) {
  const queries = useQueryClient()
  const path = `/api/integrations/${integrationId}/tests`
  const again = () =>
    Promise.all(
      [savedTestsQuery(integrationId).queryKey, coverageKey(integrationId)].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    )
  const forget = (id: string) => useResults.setState(({ results: { [id]: _gone, ...results } }) => ({ results }))
  return {
    create: async (test: SavedTestWrite) => {
      const made = await api.post<SavedTest>(path, test)
      await again()
      return made
    },
    replace: async (id: string, test: SavedTestWrite) => {
      const changed = await api.put<SavedTest>(`${path}/${id}`, test)
      if (changed.last === null) forget(id)
      await again()
      return changed
    },
    remove: async (id: string) => {
      await api.remove(`${path}/${id}`)
      forget(id)
      await again()
    },
    refresh: again,
  }
}

/** Runs some, or all unless told, on the draft as it is on the screen. */
export function useRunTests(integrationId: string, before: () => Promise<void>) {
  const { refresh } = useTestChanges(integrationId)
  return useMutation({
    mutationFn: async (tests: string[] | null) => {
      await before()
      return api.post<TestResults>(`/api/integrations/${integrationId}/tests/run`, { tests })
    },
    onSuccess: ({ results }) => {
      const found = Object.fromEntries(results.map((result) => [result.test, result]))
      useResults.setState((old) => ({ results: { ...old.results, ...found } }))
      return refresh()
    },
    onError: tellProblem,
  })
}

/** A test as it is sent back, with some of it changed. */
export function asWritten(test: SavedTest, change: Partial<SavedTestWrite> = {}): SavedTestWrite {
  const { name, kind, flow, request, pins, runTarget, strict, callsOut, expected, gates } = test
  return { name, kind, flow, request, pins, runTarget, strict, callsOut, expected, gates, ...change }
}
