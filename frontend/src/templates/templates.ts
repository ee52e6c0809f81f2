/** The gallery's data, and making an integration of a template. */
import { useQueryClient } from "@tanstack/react-query"
import { nanoid } from "nanoid"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Integration, Template } from "../api/types"
import { useMemory } from "../bench/memory"
import { FIRST_PAYLOAD, type Payload } from "../bench/payload"

export const templatesQuery = {
  queryKey: ["templates"],
  queryFn: () => api.get<Template[]>("/api/templates"),
  staleTime: Number.POSITIVE_INFINITY,
}

/** Makes the integration and opens it, its first payload ready in the test bench. */
export function useTemplate(): (template: Template, name: string) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async (template, name) => {
    const made = await api.post<Integration>(`/api/templates/${template.key}`, { name })
    const payload = payloadOf(template)
    if (payload) useMemory.getState().setPayload(made.id, payload)
    await queries.invalidateQueries({ queryKey: ["/api/integrations"] })
    await navigate(`/integrations/${made.id}/flows`)
  }
}

function payloadOf(template: Template): Payload | null {
  const first = template.definition.flows[0]
  const test = template.tests.find(({ flow }) => flow === first?.key)
  if (!test) return null
  const { headers = [], ...request } = test.request
  return {
    ...FIRST_PAYLOAD,
    ...request,
    headers: headers.map(([name, value]) => ({ id: nanoid(8), name, value })),
    source: `from the template: ${test.name}`,
  }
}
