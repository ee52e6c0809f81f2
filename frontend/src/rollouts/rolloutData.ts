/** Rollouts as the server has them. */
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { api } from "../api/client"
import type { Choice, Forecast, Label, Page, Rollout, RolloutOutcome } from "../api/types"
import { useInstancesChanged } from "../customers/changed"

export const rolloutsPath = (integrationId: string) => `/api/integrations/${integrationId}/rollouts`

/** `version` null: the saved draft. Asked anew each time, as customers change meanwhile. */
export function useForecast(integrationId: string, version: number | null, choice: Choice | null) {
  return useQuery({
    queryKey: ["forecast", integrationId, version, choice],
    queryFn: () => api.post<Forecast>(`${rolloutsPath(integrationId)}/foresee`, { version, choice }),
    enabled: choice !== null,
    staleTime: 0,
    gcTime: 0,
  })
}

export const useUndoForecast = (rollout: Rollout, integrationId: string) =>
  useQuery({
    queryKey: ["forecast", "undo", rollout.id],
    queryFn: () => api.get<Forecast>(`${rolloutsPath(integrationId)}/${rollout.id}/undo/foresee`),
    staleTime: 0,
    gcTime: 0,
  })

/** A rollout while it goes on; lists that show instances ask again when it is over. */
export function useRollout(integrationId: string, started: Rollout): Rollout {
  const changed = useRolledOut(integrationId)
  const path = `${rolloutsPath(integrationId)}/${started.id}`
  const rollout =
    useQuery({
      queryKey: ["rollout", started.id],
      queryFn: () => api.get<Rollout>(path),
      initialData: started,
      refetchInterval: ({ state }) => (state.data?.status === "running" ? 500 : false),
    }).data ?? started
  const over = rollout.status !== "running"
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is over
  useEffect(() => {
    if (over) void changed()
  }, [over])
  return rollout
}

export const useOutcomes = (integrationId: string, rollout: Rollout, refused: boolean) =>
  useQuery({
    queryKey: ["rollout", rollout.id, "outcomes", refused, rollout.status, rollout.moved + rollout.refused],
    queryFn: async () => {
      const query = { limit: 100, ...(refused && { refused: "true" }) }
      return (await api.get<Page<RolloutOutcome>>(`${rolloutsPath(integrationId)}/${rollout.id}/outcomes`, query))
        .results
    },
    placeholderData: (before) => before,
  })

export const useLabels = () =>
  useQuery({ queryKey: ["/api/customers", "labels"], queryFn: () => api.get<Label[]>("/api/customers/labels") })

/** Call it when instances moved. */
export function useRolledOut(integrationId: string): () => Promise<void> {
  const queries = useQueryClient()
  const instancesChanged = useInstancesChanged()
  return async () => {
    await Promise.all([
      instancesChanged(),
      queries.invalidateQueries({ queryKey: [rolloutsPath(integrationId)] }),
      queries.invalidateQueries({ queryKey: ["integration-endpoints", integrationId] }),
    ])
  }
}
