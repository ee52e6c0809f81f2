/** Publishing, and moving customers to what was published: one call for each, each with its own outcome. */
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { ApiProblem, api } from "../api/client"
import type { Draft, Instance, Page, Version } from "../api/types"
import { draftQuery } from "../bench/draft"
import { useInstancesChanged } from "../customers/changed"

export interface Outcome {
  instance: Instance
  /** Null while it is under way, and of one that went well. */
  failure: string | null
  done: boolean
}

export interface Wish {
  comment: string
  despiteTests: boolean
  /** Who is moved to the new version at once. */
  upgrade: Instance[]
}

/** All of them: a choice among customers must not stop at a page's end. */
export const instancesQuery = (integrationId: string) => ({
  queryKey: ["/api/instances", { integration: integrationId }, "all"],
  queryFn: async () => {
    const found: Instance[] = []
    let cursor: string | null = null
    do {
      const page: Page<Instance> = await api.get("/api/instances", { integration: integrationId, limit: 200, cursor })
      found.push(...page.results)
      cursor = page.next
    } while (cursor)
    return found
  },
  staleTime: 0,
})

interface Publishing {
  /** The version once there is one; whatever comes after leaves it published. */
  version: Version | null
  outcomes: Outcome[]
  publish: (wish: Wish) => Promise<Version>
}

/** `revision` is that of an open editor: what somebody else saved since must not be published from here unseen. */
export function usePublishing(
  integrationId: string,
  before?: () => Promise<void>,
  revision?: () => number,
): Publishing {
  const queries = useQueryClient()
  const instancesChanged = useInstancesChanged()
  const [version, setVersion] = useState<Version | null>(null)
  const [outcomes, setOutcomes] = useState<Outcome[]>([])

  const publish = async ({ comment, despiteTests, upgrade }: Wish): Promise<Version> => {
    await before?.()
    const draft = queries.getQueryData<Draft>(draftQuery(integrationId).queryKey)
    const body = { comment, revision: revision?.() ?? draft?.revision, despiteTests }
    const testsChanged = () => queries.invalidateQueries({ queryKey: ["saved-tests", integrationId] })
    // A refusal ran the tests too.
    const published = await api.post<Version>(`/api/integrations/${integrationId}/publish`, body).catch((refusal) => {
      void testsChanged()
      throw refusal
    })
    const told = upgrade.map((instance): Outcome => ({ instance, failure: null, done: false }))
    setOutcomes(told)
    setVersion(published)
    for (const [place, outcome] of told.entries()) {
      const failure = await upgraded(outcome.instance, published.number)
      setOutcomes((all) => all.with(place, { ...outcome, failure, done: true }))
    }
    await Promise.all([
      instancesChanged(),
      queries.invalidateQueries({ queryKey: ["integration-endpoints", integrationId] }),
      testsChanged(),
    ])
    return published
  }
  return { version, outcomes, publish }
}

/** What went wrong, in words; null when nothing did. */
async function upgraded(instance: Instance, version: number): Promise<string | null> {
  try {
    await api.post(`/api/instances/${instance.id}/upgrade`, { version })
    return null
  } catch (failure) {
    if (!(failure instanceof ApiProblem)) throw failure
    const fields = failure.errors.map(({ message }) => message).join(" ")
    return fields || failure.detail || failure.title
  }
}
