/** Makes the draft a version. The server validates everything; what it refuses is listed here and leads to the steps. */
import { Box, Button, Group, Modal, Text, Textarea, Tooltip } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import { useRef, useState } from "react"
import { ApiProblem, api } from "../api/client"
import type { Version } from "../api/types"
import { failedTests, PublishTests } from "../bench/PublishTests"
import { useSession } from "../shell/session"
import { ProblemNotice, tell } from "../ui/Problem"
import { ProblemList } from "./ProblemsMenu"
import type { Saver } from "./saving"
import { useEditor } from "./store"

interface Props {
  integrationId: string
  saver: Saver
  opened: boolean
  setOpened: (opened: boolean) => void
}

export function PublishButton({ integrationId, saver, opened, setOpened }: Props) {
  const { can } = useSession()
  if (!can("builder")) return null
  return (
    <>
      <Tooltip label="Publish (Shift+P)">
        <Button leftSection={<Rocket size={14} />} onClick={() => setOpened(true)}>
          Publish
        </Button>
      </Tooltip>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Publish this draft" size="lg">
        {opened && <PublishForm integrationId={integrationId} saver={saver} close={() => setOpened(false)} />}
      </Modal>
    </>
  )
}

function PublishForm({ integrationId, saver, close }: { integrationId: string; saver: Saver; close: () => void }) {
  const [comment, setComment] = useState("")
  const [despiteTests, setDespite] = useState(false)
  const queries = useQueryClient()
  const problems = useEditor((state) => state.problems)
  const errors = problems.filter((problem) => problem.severity === "error")
  // A double click arrives before the button is drawn as busy, and must not make two versions.
  const underWay = useRef(false)
  const publish = useMutation({
    mutationFn: async () => {
      await saver.flush()
      const { revision } = saver.status.getState()
      return api.post<Version>(`/api/integrations/${integrationId}/publish`, { comment, revision, despiteTests })
    },
    onSuccess: (version) => {
      tell(`Version ${version.number} is published.`)
      for (const key of [
        ["integration", integrationId],
        ["integrations"],
        ["versions", integrationId],
        ["integration-endpoints", integrationId],
        ["saved-tests", integrationId],
      ]) {
        void queries.invalidateQueries({ queryKey: key })
      }
      close()
    },
    onSettled: () => {
      underWay.current = false
    },
  })
  const refused =
    publish.error instanceof ApiProblem && publish.error.problems.length > 0 ? publish.error.problems : null
  const shown = refused ?? errors
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (underWay.current) return
        underWay.current = true
        publish.mutate()
      }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        A version never changes once it is published. Customers stay on theirs until you upgrade them; a shared endpoint
        follows the newest.
      </Text>
      <Textarea
        label="Comment"
        placeholder="What changed, for those who look later"
        data-autofocus
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {shown.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="md" mb={4} c="var(--hy-bad)" role="alert">
            {shown.length === 1 ? "1 problem keeps" : `${shown.length} problems keep`} this draft from being published
          </Text>
          <ProblemList problems={shown} onShown={close} />
        </>
      )}
      <Box mt="sm">
        <PublishTests
          integrationId={integrationId}
          failure={publish.error}
          despite={despiteTests}
          setDespite={setDespite}
        />
      </Box>
      {publish.isError && !refused && !failedTests(publish.error) && <ProblemNotice failure={publish.error} />}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={publish.isPending}>
          {despiteTests ? "Publish anyway" : "Publish version"}
        </Button>
      </Group>
    </form>
  )
}
