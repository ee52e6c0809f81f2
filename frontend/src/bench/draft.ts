/** The draft as the server has it: its URLs, and settings the test bench goes by. */
import { useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Draft } from "../api/types"
import { complete } from "../flow/definition"

export const draftQuery = (integrationId: string) => ({
  queryKey: ["draft", integrationId],
  queryFn: async () => {
    const draft = await api.get<Draft>(`/api/integrations/${integrationId}/draft`)
    return { ...draft, definition: complete(draft.definition) }
  },
})

export const useServerDraft = (integrationId: string) => useQuery(draftQuery(integrationId))
