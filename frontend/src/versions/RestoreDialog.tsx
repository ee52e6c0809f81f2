/** Puts an old version into the draft. The draft as it was stays one undo away in the editor. */
import { Skeleton, Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { componentsQuery } from "../api/components"
import { diff, isSame } from "../flow/diff"
import { summary } from "../flow/diffWords"
import { FormDialog } from "../ui/FormDialog"
import { useDefinition, versionQuery, wordsFor } from "./versionData"

interface Props {
  integrationId: string
  number: number
  close: () => void
}

export function RestoreDialog({ integrationId, number, close }: Props) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [draft, version] = [useDefinition(integrationId, "draft").data, useDefinition(integrationId, number).data]
  const change = draft && version && diff(draft, version)
  const restore = async () => {
    // The editor does it: as an edit that undo takes back, saved under the revision it opened.
    await Promise.all([
      queries.ensureQueryData(versionQuery(integrationId, number)),
      queries.ensureQueryData(componentsQuery),
    ])
    await navigate(`/integrations/${integrationId}/flows`, { state: { restore: number } })
  }
  return (
    <FormDialog
      title={`Restore version ${number}?`}
      action="Restore into the draft"
      submit={restore}
      close={close}
      disabled={!change || isSame(change)}
    >
      {!change ? (
        <Skeleton h={60} />
      ) : isSame(change) ? (
        <Text size="sm">The draft means the same as version {number} already. There is nothing to restore.</Text>
      ) : (
        <>
          <Text size="sm">
            The draft becomes what {wordsFor(number).toLowerCase()} was: {summary(change).join(", ")}.
          </Text>
          <Text size="sm">
            Nothing is published by this and no customer notices. The draft you have now stays one undo away in the
            editor.
          </Text>
        </>
      )}
    </FormDialog>
  )
}
