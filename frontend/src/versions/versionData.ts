/** Versions and drafts as the server has them, and what was chosen of them by the address. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Draft, Version, VersionDetail } from "../api/types"
import { draftQuery } from "../bench/draft"
import { complete, type Definition } from "../flow/definition"

/** A published version by its number, or the draft. */
export type Which = number | "draft"

export const versionsQuery = (integrationId: string) => ({
  queryKey: ["versions", integrationId],
  queryFn: () => api.get<Version[]>(`/api/integrations/${integrationId}/versions`),
})

/** A version never changes, so one that is here stays right. */
export const versionQuery = (integrationId: string, number: number) => ({
  queryKey: ["version", integrationId, number],
  queryFn: async () => {
    const version = await api.get<VersionDetail>(`/api/integrations/${integrationId}/versions/${number}`)
    return { ...version, definition: complete(version.definition) }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export const wordsFor = (which: Which): string => (which === "draft" ? "Draft" : `Version ${which}`)

export function whichOf(text: string | null | undefined): Which | null {
  if (text === "draft") return "draft"
  return text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}

/** Of the draft what is saved now: another page may have changed it since it was cached. */
export function useDefinition(integrationId: string, which: Which | null): UseQueryResult<Definition> {
  const draft = useQuery({
    ...draftQuery(integrationId),
    enabled: which === "draft",
    refetchOnMount: "always",
    select: (saved: Draft) => saved.definition,
  })
  const version = useQuery({
    ...versionQuery(integrationId, typeof which === "number" ? which : 0),
    enabled: typeof which === "number",
    select: (published: VersionDetail) => published.definition,
  })
  return which === "draft" ? draft : version
}
