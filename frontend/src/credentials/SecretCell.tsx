/** What may be told of a credential's secrets: the end of one, when each was last used, when the old one ends. */
import { Anchor, Text } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { api } from "../api/client"
import type { Credential } from "../api/types"
import { tell, tellProblem } from "../ui/Problem"
import { When } from "../ui/When"

export function SecretCell({ credential, builder }: { credential: Credential; builder: boolean }) {
  return (
    <>
      <code>••••{credential.hint}</code>
      {credential.previousUntil && (
        <Text size="xs" c="dimmed" component="div">
          Old one ends <When time={credential.previousUntil} />,{" "}
          {credential.previousUsedAt ? (
            <>
              last used <When time={credential.previousUsedAt} />
            </>
          ) : (
            "not used since"
          )}
          {builder && (
            <>
              {". "}
              <EndNow credential={credential} />
            </>
          )}
        </Text>
      )}
    </>
  )
}

function EndNow({ credential }: { credential: Credential }) {
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => api.remove(`/api/credentials/${credential.id}/rotate`),
    onSuccess: () => {
      tell("The old secret lets nobody in any more.")
      return queries.invalidateQueries({ queryKey: ["/api/credentials"] })
    },
    onError: tellProblem,
  })
  return (
    <Anchor
      component="button"
      type="button"
      inherit
      underline="always"
      aria-label={`End now the old secret of ${credential.name}`}
      onClick={() => end.mutate()}
    >
      End now
    </Anchor>
  )
}
