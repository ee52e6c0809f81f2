import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Version } from "../api/types"
import type { Asked } from "../config/shown"
import type { Definition } from "../flow/definition"
import { configPages } from "../flow/pages"

/** What a published version asks for; an account that its flows cannot do without counts as required. Null: not chosen yet. */
export function useConfigVariables(integrationId: string | null, version: number | null) {
  return useQuery({
    queryKey: ["version", integrationId, version],
    queryFn: () =>
      api.get<Version & { definition: Definition; neededAccounts: string[] }>(
        `/api/integrations/${integrationId}/versions/${version}`,
      ),
    select: ({ definition, neededAccounts }): Asked => ({
      variables: (definition.configVariables ?? []).map((one) =>
        neededAccounts.includes(one.key) ? { ...one, required: true } : one,
      ),
      pages: configPages(definition),
    }),
    enabled: integrationId !== null && version !== null,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
