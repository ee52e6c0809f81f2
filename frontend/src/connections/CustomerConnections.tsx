/** A customer's accounts at outside services: how each stands, which instances use it, what can be done about it. */
import { Button, Group, Text, Title } from "@mantine/core"
import { Plug, Plus } from "lucide-react"
import { useState } from "react"
import type { Connection, Customer } from "../api/types"
import { useSession } from "../shell/session"
import { ProblemNotice } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { ConnectDialog } from "./ConnectDialog"
import { ConnectionRow } from "./ConnectionRow"
import classes from "./connections.module.css"
import { DeleteConnection, DisconnectDialog, RenameDialog } from "./EndingDialogs"

export type ConnectionAct = "connect" | "rename" | "disconnect" | "delete"

export function CustomerConnections({ customer }: { customer: Customer }) {
  const operator = useSession().can("operator")
  const connections = usePaged<Connection>("/api/connections", { customer: customer.id })
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<{ act: ConnectionAct; connection: Connection } | null>(null)
  const close = () => setOpen(null)
  const none = connections.items?.length === 0
  return (
    <section className={classes.section} aria-labelledby="connections-title">
      <Group justify="space-between">
        <Title order={2} id="connections-title">
          Connections
        </Title>
        {operator && (
          <Button variant="default" size="compact-sm" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
            Connect to a service
          </Button>
        )}
      </Group>
      {connections.failure !== null && !connections.items && (
        <ProblemNotice failure={connections.failure} retry={connections.reload} />
      )}
      {none && (
        <p className={classes.none}>
          <Plug size={16} aria-hidden />
          {customer.name} has connected no account yet. One account can serve all of its instances.
        </p>
      )}
      {!none && connections.items && (
        <ul className={classes.list}>
          {connections.items.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              act={operator ? (act) => setOpen({ act, connection }) : null}
            />
          ))}
        </ul>
      )}
      {connections.more && (
        <Button variant="subtle" onClick={connections.more} loading={connections.loadingMore}>
          <Text inherit>Show more</Text>
        </Button>
      )}
      {adding && (
        <ConnectDialog
          customer={customer.id}
          taken={connections.items?.map(({ name }) => name) ?? []}
          close={() => setAdding(false)}
        />
      )}
      {open?.act === "connect" && (
        <ConnectDialog
          customer={customer.id}
          service={open.connection.service.key}
          connection={open.connection}
          close={close}
        />
      )}
      {open?.act === "rename" && <RenameDialog connection={open.connection} close={close} />}
      {open?.act === "disconnect" && <DisconnectDialog connection={open.connection} close={close} />}
      {open?.act === "delete" && <DeleteConnection connection={open.connection} close={close} />}
    </section>
  )
}
