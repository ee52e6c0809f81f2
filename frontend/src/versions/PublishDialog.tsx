/** Publishes the saved draft. What keeps it from being published is listed with the way to each flow. */
import { Anchor, List, Text, Textarea } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Draft, Version } from "../api/types"
import { draftQuery } from "../bench/draft"
import { PublishTests } from "../bench/PublishTests"
import type { Problem } from "../flow/definition"
import { FormDialog } from "../ui/FormDialog"
import { tell } from "../ui/Problem"

interface Props {
  integrationId: string
  /** Brings edits that are still on their way to the server. */
  before?: () => Promise<void>
  close: () => void
}

export function PublishDialog({ integrationId, before, close }: Props) {
  const queries = useQueryClient()
  const [comment, setComment] = useState("")
  const [despiteTests, setDespite] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const draft = useQuery({ ...draftQuery(integrationId), refetchOnMount: "always" }).data
  const errors = draft?.problems.filter((problem) => problem.severity === "error") ?? []
  const publish = async () => {
    await before?.()
    const saved = queries.getQueryData<Draft>(draftQuery(integrationId).queryKey)
    const body = { comment, revision: saved?.revision, despiteTests }
    const version = await api.post<Version>(`/api/integrations/${integrationId}/publish`, body).catch((problem) => {
      setFailure(problem)
      throw problem
    })
    await Promise.all(
      [
        ["versions", integrationId],
        ["integration", integrationId],
        ["integration-endpoints", integrationId],
      ].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
    tell(`Version ${version.number} is published.`)
  }
  return (
    <FormDialog
      title="Publish this draft"
      action={despiteTests ? "Publish anyway" : "Publish version"}
      submit={publish}
      close={close}
      disabled={!draft || errors.length > 0}
    >
      {errors.length > 0 && <Obstacles integrationId={integrationId} errors={errors} />}
      <Textarea
        label="What changed"
        placeholder="For those who look later"
        data-autofocus
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <PublishTests integrationId={integrationId} failure={failure} despite={despiteTests} setDespite={setDespite} />
    </FormDialog>
  )
}

function Obstacles({ integrationId, errors }: { integrationId: string; errors: Problem[] }) {
  return (
    <div role="alert">
      <Text size="sm" fw={600} c="var(--hy-bad)">
        {errors.length === 1 ? "One problem keeps" : `${errors.length} problems keep`} this draft from being published
      </Text>
      <List size="sm" spacing={4} mt={4}>
        {errors.map((problem) => (
          <List.Item key={`${problem.code} ${problem.flow} ${problem.step} ${problem.field}`}>
            <Anchor
              component={Link}
              inherit
              to={`/integrations/${integrationId}/${problem.flow ? `flows/${problem.flow}` : "endpoint"}`}
            >
              {problem.step ?? problem.flow ?? "Endpoint"}
            </Anchor>
            : {problem.message}
          </List.Item>
        ))}
      </List>
    </div>
  )
}
