/**
 * Publishes the saved draft: what it changes, what is in the way, and who gets it at once.
 *
 * Publishing moves nobody by itself. Whoever is chosen is upgraded afterwards, and each outcome is told.
 */
import { Button, Group, Stack, Text, Textarea } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { ApiProblem } from "../api/client"
import { draftQuery } from "../bench/draft"
import { failedTests, PublishTests } from "../bench/PublishTests"
import { WhatIf } from "../bench/whatif/WhatIf"
import type { Problem } from "../flow/definition"
import { RolloutProgress } from "../rollouts/RolloutProgress"
import { integrationQuery } from "../shell/IntegrationFrame"
import { ApiForm } from "../ui/ApiForm"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { Obstacles } from "./Obstacles"
import { PublishAudience, useHasCustomers } from "./PublishAudience"
import { PublishChanges } from "./PublishChanges"
import { type Audience, choiceOf, NOBODY, usePublishing } from "./publishing"

interface Props {
  integrationId: string
  /** Brings edits that are still on their way to the server. */
  before?: () => Promise<void>
  /** The revision that is open here; that of the saved draft without it. */
  revision?: () => number
  /** Lists problems where a click can lead to the step; links without it. */
  obstacles?: (problems: Problem[]) => ReactNode
  close: () => void
}

export function PublishDialog(props: Props) {
  const { published, publish } = usePublishing(props.integrationId, props.before, props.revision)
  const rollout = published?.rollout
  return (
    <Dialog
      onClose={props.close}
      title={rollout ? `Version ${published.version.number} is published` : "Publish this draft"}
      size="lg"
    >
      {rollout ? (
        <RolloutProgress integrationId={props.integrationId} started={rollout} close={props.close} />
      ) : (
        <PublishForm {...props} publish={publish} />
      )}
    </Dialog>
  )
}

type Publish = ReturnType<typeof usePublishing>["publish"]

function PublishForm({ integrationId, before, obstacles, close, publish }: Props & { publish: Publish }) {
  const [comment, setComment] = useState("")
  const [despiteTests, setDespiteTests] = useState(false)
  const [audience, setAudience] = useState<Audience>(NOBODY)
  const integration = useQuery(integrationQuery(integrationId)).data
  const live = integration?.liveVersion
  const newest = integration?.newestVersion
  const hasCustomers = useHasCustomers(integrationId)
  const choice = hasCustomers ? choiceOf(audience) : null
  const incomplete = hasCustomers && audience.who === "some" && choice === null
  const draft = useSavedDraft(integrationId, before)
  const sending = useMutation({
    mutationFn: () =>
      publish({ comment, despiteTests, choice, live: !hasCustomers || audience.who === "everyone" || audience.live }),
    onSuccess: ({ version, rollout }) => {
      if (rollout) return
      tell(`Version ${version.number} is published.`)
      close()
    },
  })
  const { error } = sending
  const refused = error instanceof ApiProblem && error.problems.length > 0 ? error.problems : draft?.problems
  const errors = refused?.filter((problem) => problem.severity === "error") ?? []
  const told = errors.length > 0 || failedTests(error) !== null
  return (
    <ApiForm send={() => sending.mutateAsync()} failure={error}>
      <Stack gap="md">
        {errors.length > 0 && (
          <Obstacles integrationId={integrationId} problems={errors} list={obstacles} leave={close} />
        )}
        <PublishChanges integrationId={integrationId} live={newest} draft={draft?.definition} leave={close} />
        <Textarea
          label="Comment"
          placeholder="What changed, for those who look later"
          data-autofocus
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <PublishTests
          integrationId={integrationId}
          failure={error}
          despite={despiteTests}
          setDespite={setDespiteTests}
        />
        {hasCustomers && draft && errors.length === 0 && (
          <WhatIf integrationId={integrationId} before={before} leave={close} />
        )}
        {hasCustomers === false && (
          <Text size="sm" c="dimmed">
            No customer has this integration yet, so publishing changes nothing for anybody.
          </Text>
        )}
        {hasCustomers && typeof live === "number" && typeof newest === "number" && (
          <PublishAudience
            integrationId={integrationId}
            shared={draft?.definition.endpoint?.type === "shared"}
            live={live}
            next={newest + 1}
            audience={audience}
            change={setAudience}
            leave={close}
          />
        )}
        {sending.isError && !told && <ProblemNotice failure={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={sending.isPending}
            disabled={!draft || errors.length > 0 || hasCustomers === undefined || incomplete}
          >
            {despiteTests ? "Publish anyway" : "Publish version"}
          </Button>
        </Group>
      </Stack>
    </ApiForm>
  )
}

/** The draft as the server has it once edits that were on their way have arrived. */
function useSavedDraft(integrationId: string, before: (() => Promise<void>) | undefined) {
  const draft = useQuery({ ...draftQuery(integrationId), refetchOnMount: "always" })
  const first = useRef(before)
  useEffect(() => {
    // What keeps it from arriving is told when publishing tries again.
    void first.current?.().catch(() => {})
  }, [])
  return draft.data
}
