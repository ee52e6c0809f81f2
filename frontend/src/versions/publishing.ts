/** Publishing, and the rollout that follows: whatever comes of the second leaves the version published. */
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Choice, Draft, Instance, Rollout, Version } from "../api/types"
import { draftQuery } from "../bench/draft"
import { rolloutsPath, useRolledOut } from "../rollouts/rolloutData"
import { tellProblem } from "../ui/Problem"

/** Who gets a version when it is published; the others stay where they are. */
export interface Audience {
  who: "nobody" | "some" | "everyone"
  labels: string[]
  instances: Instance[]
  /** Shared URLs and new customers use it at once, though not everybody has it. */
  live: boolean
}

export const NOBODY: Audience = { who: "nobody", labels: [], instances: [], live: false }

/** What a rollout is asked for. Null: nobody is moved. */
export function choiceOf({ who, labels, instances }: Audience): Choice | null {
  if (who === "everyone") return { everyone: true }
  if (who === "nobody") return null
  if (labels.length > 0) return { labels }
  return instances.length > 0 ? { instances: instances.map(({ id }) => id) } : null
}

export interface Wish {
  comment: string
  despiteTests: boolean
  choice: Choice | null
  live: boolean
}

export interface Published {
  version: Version
  /** The rollout that follows; null when nobody is moved. */
  rollout: Rollout | null
}

interface Publishing {
  /** Once there is a rollout to look at. */
  published: Published | null
  publish: (wish: Wish) => Promise<Published>
}

/** `revision` is that of an open editor: what somebody else saved since must not be published from here unseen. */
export function usePublishing(
  integrationId: string,
  before?: () => Promise<void>,
  revision?: () => number,
): Publishing {
  const queries = useQueryClient()
  const rolledOut = useRolledOut(integrationId)
  const [published, setPublished] = useState<Published | null>(null)

  const publish = async ({ comment, despiteTests, choice, live }: Wish): Promise<Published> => {
    await before?.()
    const draft = queries.getQueryData<Draft>(draftQuery(integrationId).queryKey)
    // Where a rollout follows it makes the version live, so that taking it back takes that back, too.
    const atOnce = choice === null && live
    const body = { comment, revision: revision?.() ?? draft?.revision, despiteTests, live: atOnce }
    const testsChanged = () => queries.invalidateQueries({ queryKey: ["saved-tests", integrationId] })
    // A refusal ran the tests too.
    const version = await api.post<Version>(`/api/integrations/${integrationId}/publish`, body).catch((refusal) => {
      void testsChanged()
      throw refusal
    })
    // It is published whatever comes of this, and must not be published a second time.
    const wish = { version: version.number, choice, live }
    const begun = choice ? await api.post<Rollout>(rolloutsPath(integrationId), wish).catch(tellProblem) : null
    const all = { version, rollout: begun ?? null }
    if (begun) setPublished(all)
    await Promise.all([rolledOut(), testsChanged()])
    return all
  }
  return { published, publish }
}
