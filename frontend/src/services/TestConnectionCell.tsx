/** The account that tests of drafts use at a service. */
import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { CircleCheck, Ellipsis, RefreshCw, Unplug } from "lucide-react"
import { api } from "../api/client"
import type { Connection, Service } from "../api/types"
import { useConnectionsChanged } from "../connections/changed"
import { statusWords, testWords } from "../connections/words"
import { tell, tellProblem } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"

interface CellProps {
  service: Service
  /** Null where one may only look. */
  connect: ((service: Service) => void) | null
}

export function TestConnectionCell({ service, connect }: CellProps) {
  const { testConnection: own, name } = service
  const changed = useConnectionsChanged()
  const act = useMutation({
    mutationFn: (what: "test" | "disconnect") => api.post<Connection>(`/api/connections/${own?.id}/${what}`),
    onSuccess: (row, what) => tell(what === "test" ? testWords(row) : row.reason),
    onError: tellProblem,
    onSettled: changed,
  })
  if (!own) {
    return connect ? (
      <Button
        variant="default"
        size="compact-xs"
        aria-label={`Connect tests to ${name}`}
        onClick={() => connect(service)}
      >
        Connect
      </Button>
    ) : (
      <Text inherit c="dimmed">
        None
      </Text>
    )
  }
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <StatusBadge status={statusWords(own)} />
        {connect && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`More for the test connection to ${name}`}
              >
                <Ellipsis size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<CircleCheck size={15} />} onClick={() => act.mutate("test")}>
                Test
              </Menu.Item>
              <Menu.Item leftSection={<RefreshCw size={15} />} onClick={() => connect(service)}>
                Connect again
              </Menu.Item>
              <Menu.Item leftSection={<Unplug size={15} />} onClick={() => act.mutate("disconnect")}>
                Disconnect
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {own.reason && (
        <Text size="xs" c="dimmed" maw={320}>
          {own.reason}
        </Text>
      )}
    </>
  )
}
