import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Version } from "../api/types"
import type { Definition } from "../flow/definition"

/** The config variables of a published version. Null: not chosen yet. */
export function useConfigVariables(integrationId: string | null, version: number | null) {
  return useQuery({
    queryKey: ["version", integrationId, version],
    queryFn: () =>
      api.get<Version & { definition: Definition }>(`/api/integrations/${integrationId}/versions/${version}`),
    select: ({ definition }) => definition.configVariables ?? [],
    enabled: integrationId !== null && version !== null,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
