/** Who uses a credential: endpoints, steps, and customers that have one of their own. */
import { Anchor, Skeleton, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { api } from "../api/client"
import type { CredentialUse } from "../api/types"

const SHOWN = 3

export function useCredentialUses() {
  return useQuery({
    queryKey: ["/api/credentials", "uses"],
    queryFn: async () => (await api.get<{ uses: CredentialUse[] }>("/api/credentials/uses")).uses,
    staleTime: 0,
  })
}

/** "step ask, draft only". */
function placeWords({ step, customer, draft, versions }: CredentialUse): string {
  const what = step ? `step ${step}` : customer ? `config of ${customer}` : "endpoint"
  if (draft && versions.length === 0) return `${what}, in the draft`
  return draft || customer ? what : `${what}, in version ${versions.join(", ")}`
}

const pathOf = ({ integration, flow, step }: CredentialUse): string =>
  `/integrations/${integration.id}/${step ? `flows/${encodeURIComponent(flow)}` : "endpoint"}`

export function UsedByCell({ credential }: { credential: string }) {
  const uses = useCredentialUses().data
  if (!uses) return <Skeleton h={14} w={90} />
  const own = uses.filter((use) => use.credential === credential)
  if (own.length === 0) {
    return (
      <Text inherit c="dimmed">
        Nothing
      </Text>
    )
  }
  return (
    <>
      <Places uses={own.slice(0, SHOWN)} />
      {own.length > SHOWN && (
        <Text inherit c="dimmed">
          and {own.length - SHOWN} more
        </Text>
      )}
    </>
  )
}

export function Places({ uses }: { uses: CredentialUse[] }) {
  return uses.map((use) => (
    <Text key={`${use.integration.id} ${use.flow} ${use.step} ${use.customer}`} inherit component="div">
      <Anchor component={Link} to={pathOf(use)} inherit underline="always">
        {use.integration.name}
      </Anchor>{" "}
      <Text span inherit c="dimmed">
        {placeWords(use)}
      </Text>
    </Text>
  ))
}
