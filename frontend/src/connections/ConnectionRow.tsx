/** One connection: its light, what is the matter, who uses it. */
import { ActionIcon, Anchor, Button, Menu, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { CircleCheck, Ellipsis, Pencil, RefreshCw, Trash2, Unplug } from "lucide-react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Connection } from "../api/types"
import { tell, tellProblem } from "../ui/Problem"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import type { ConnectionAct } from "./CustomerConnections"
import { useConnectionsChanged } from "./changed"
import classes from "./connections.module.css"
import { connectWord, statusWords, testWords } from "./words"

interface RowProps {
  connection: Connection
  /** Null where one may only look. */
  act: ((act: ConnectionAct) => void) | null
}

export function ConnectionRow({ connection, act }: RowProps) {
  const { name, service, status, reason, usedBy } = connection
  return (
    <li className={classes.row} aria-label={`${name}, ${service.name}`}>
      <div className={classes.what}>
        <Text inherit fw={600}>
          {name}
        </Text>
        <Text inherit c="dimmed">
          {service.name}
        </Text>
        <StatusBadge status={statusWords(connection)} />
      </div>
      <div className={classes.acts}>
        {act && status !== "ok" && (
          <Button size="compact-xs" onClick={() => act("connect")} aria-label={`${connectWord(connection)} ${name}`}>
            {connectWord(connection)}
          </Button>
        )}
        {act && <More connection={connection} act={act} />}
      </div>
      <div className={classes.facts}>
        {reason && <Text size="sm">{reason}</Text>}
        <Text size="sm" c="dimmed">
          <UsedBy users={usedBy} />
          {connection.testedAt && (
            <>
              {" · "}tested <When time={connection.testedAt} />
            </>
          )}
        </Text>
      </div>
    </li>
  )
}

function UsedBy({ users }: { users: Connection["usedBy"] }) {
  if (users.length === 0) return "No instance uses it"
  return (
    <>
      Used by{" "}
      {users.map(({ id, integration }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Anchor component={Link} to={`/integrations/${integration.id}/flows`} inherit underline="always">
            {integration.name}
          </Anchor>
        </span>
      ))}
    </>
  )
}

function More({ connection, act }: { connection: Connection; act: (act: ConnectionAct) => void }) {
  const changed = useConnectionsChanged()
  const test = useMutation({
    mutationFn: () => api.post<Connection>(`/api/connections/${connection.id}/test`),
    onSuccess: (tested) => tell(testWords(tested)),
    onError: tellProblem,
    onSettled: changed,
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${connection.name}`} loading={test.isPending}>
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<CircleCheck size={15} />} onClick={() => test.mutate()}>
          Test
        </Menu.Item>
        <Menu.Item leftSection={<RefreshCw size={15} />} onClick={() => act("connect")}>
          {connectWord(connection)}
        </Menu.Item>
        <Menu.Item leftSection={<Pencil size={15} />} onClick={() => act("rename")}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<Unplug size={15} />} onClick={() => act("disconnect")}>
          Disconnect…
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={15} />} color="red" onClick={() => act("delete")}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
