/** Fields that flows read and that vanished from payloads or changed their type: what, for whom, by which request. */
import { Alert, Anchor, Button, Code, Group, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { TriangleAlert } from "lucide-react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { components } from "../api/schema.gen"
import { useSession } from "../shell/session"
import { tellProblem } from "../ui/Problem"
import { ago } from "../ui/When"
import { changeInWords, readersInWords } from "./words"

type Drift = components["schemas"]["Drift"]

interface DriftNoticeProps {
  integration: string
  /** Only what changed for this one. */
  instance?: string
}

export function DriftNotice({ integration, instance }: DriftNoticeProps) {
  const path = `/api/integrations/${integration}/drift`
  const key = [path, instance ?? null]
  const operator = useSession().can("operator")
  const cache = useQueryClient()
  const found = useQuery({
    queryKey: key,
    queryFn: () => api.get<{ results: Drift[] }>(path, instance ? { instance } : {}),
    refetchInterval: 60_000,
  })
  const drifts = found.data?.results ?? []
  if (drifts.length === 0) return null
  const accept = ({ flowKey, place }: Drift) =>
    api
      .post(`${path}/accept`, { flowKey, place, ...(instance && { instance }) })
      .then(() => cache.invalidateQueries({ queryKey: [path] }))
      .catch(tellProblem)
  return (
    <Alert
      flex="none"
      variant="default"
      icon={<TriangleAlert size={18} />}
      title="What arrives is not as the flows read it"
    >
      {drifts.map((drift) => (
        <Group key={`${drift.flowKey} ${drift.place} ${drift.was} ${drift.now}`} justify="space-between" wrap="nowrap">
          <div>
            <Text size="sm">
              <Code>{drift.place}</Code> {changeInWords(drift)}, read by {readersInWords(drift)}.
            </Text>
            {drift.customers.map((one) => (
              <Text size="sm" c="dimmed" key={one.request}>
                {one.customerName ?? "Before its customer was known"}:{" "}
                <Anchor component={Link} to={`/requests/${one.request}`} inherit>
                  first request {ago(one.since)}
                </Anchor>
                , {one.count} so far
              </Text>
            ))}
            {drift.moreCustomers > 0 && <Text size="sm">and {drift.moreCustomers} more</Text>}
          </div>
          {operator && (
            <Button variant="default" size="compact-sm" onClick={() => void accept(drift)}>
              This is right now
            </Button>
          )}
        </Group>
      ))}
    </Alert>
  )
}
