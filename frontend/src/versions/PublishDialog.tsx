/**
 * Publishes the saved draft: what it changes, what is in the way, and who gets it at once.
 *
 * Publishing moves nobody by itself. Whoever is chosen is upgraded afterwards, and each outcome is told.
 */
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { ApiProblem } from "../api/client"
import type { Instance } from "../api/types"
import { draftQuery } from "../bench/draft"
import { failedTests, PublishTests } from "../bench/PublishTests"
import type { Problem } from "../flow/definition"
import { integrationQuery } from "../shell/IntegrationFrame"
import { ProblemNotice, tell } from "../ui/Problem"
import { Obstacles } from "./Obstacles"
import { Outcomes } from "./Outcomes"
import { PublishChanges } from "./PublishChanges"
import { PublishCustomers } from "./PublishCustomers"
import { usePublishing } from "./publishing"

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
  const { version, outcomes, publish } = usePublishing(props.integrationId, props.before, props.revision)
  const published = version !== null && outcomes.length > 0
  return (
    <Modal
      opened
      onClose={props.close}
      title={published ? `Version ${version.number} is published` : "Publish this draft"}
      size="lg"
    >
      {published ? (
        <Outcomes version={version} outcomes={outcomes} close={props.close} />
      ) : (
        <PublishForm {...props} publish={publish} />
      )}
    </Modal>
  )
}

type Publish = ReturnType<typeof usePublishing>["publish"]

function PublishForm({ integrationId, before, obstacles, close, publish }: Props & { publish: Publish }) {
  const [comment, setComment] = useState("")
  const [despiteTests, setDespiteTests] = useState(false)
  const [upgrade, setUpgrade] = useState<Instance[]>([])
  const live = useQuery(integrationQuery(integrationId)).data?.liveVersion
  const draft = useSavedDraft(integrationId, before)
  // A double click arrives before the button is drawn as busy, and must not make two versions.
  const underWay = useRef(false)
  const sending = useMutation({
    mutationFn: () => publish({ comment, despiteTests, upgrade }),
    onSuccess: (version) => {
      if (upgrade.length > 0) return
      tell(`Version ${version.number} is published.`)
      close()
    },
    onSettled: () => {
      underWay.current = false
    },
  })
  const { error } = sending
  const refused = error instanceof ApiProblem && error.problems.length > 0 ? error.problems : draft?.problems
  const errors = refused?.filter((problem) => problem.severity === "error") ?? []
  const told = errors.length > 0 || failedTests(error) !== null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        if (underWay.current) return
        underWay.current = true
        sending.mutate()
      }}
    >
      <Stack gap="md">
        {errors.length > 0 && <Obstacles integrationId={integrationId} problems={errors} list={obstacles} />}
        <PublishChanges integrationId={integrationId} live={live} draft={draft?.definition} leave={close} />
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
        <PublishCustomers
          integrationId={integrationId}
          shared={draft?.definition.endpoint?.type === "shared"}
          next={(live ?? 0) + 1}
          chosen={upgrade}
          choose={setUpgrade}
          leave={close}
        />
        {sending.isError && !told && <ProblemNotice failure={error} />}
        <Group justify="flex-end" gap="xs">
          <Text size="sm" c="dimmed" mr="auto">
            {upgrade.length === 0
              ? ""
              : `Then upgrades ${upgrade.length === 1 ? "1 customer" : `${upgrade.length} customers`}.`}
          </Text>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} disabled={!draft || errors.length > 0}>
            {despiteTests ? "Publish anyway" : "Publish version"}
          </Button>
        </Group>
      </Stack>
    </form>
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
