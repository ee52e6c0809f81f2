/** Takes a captured request of the integration as the payload. */
import { Button, Menu, Skeleton, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { History } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { InboundRequest, InboundRequestDetail, Page } from "../api/types"
import { tellProblem } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { ago } from "../ui/When"
import { fromCaptured, type Payload } from "./payload"

const SHOWN = 12

export function SampleMenu({ integrationId, take }: { integrationId: string; take: (payload: Payload) => void }) {
  const [open, setOpen] = useState(false)
  const captured = useQuery({
    queryKey: ["/api/requests", { integration: integrationId }, "samples"],
    queryFn: () => api.get<Page<InboundRequest>>("/api/requests", { integration: integrationId, limit: SHOWN }),
    enabled: open,
    staleTime: 0,
  })
  const choose = (id: string) =>
    api
      .get<InboundRequestDetail>(`/api/requests/${id}`)
      .then((request) => take(fromCaptured(request)))
      .catch(tellProblem)
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" width={390}>
      <Menu.Target>
        <Button variant="default" size="compact-xs" leftSection={<History size={13} />}>
          Captured requests
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflow: "auto" }}>
        <Menu.Label>Last requests of this integration</Menu.Label>
        {captured.isPending && <Skeleton h={28} m={6} />}
        {captured.data?.results.length === 0 && (
          <Text size="xs" c="dimmed" px={12} pb={8}>
            Nothing has arrived yet. Send one to the draft URL and it appears here.
          </Text>
        )}
        {captured.data?.results.map((request) => (
          <Menu.Item
            key={request.id}
            onClick={() => void choose(request.id)}
            rightSection={<StatusBadge status={request.status} />}
          >
            <b>{request.method}</b> {ago(request.receivedAt)}, {request.bodySize} bytes
            {request.isDraft && ", draft"}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
