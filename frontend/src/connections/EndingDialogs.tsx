/** Renaming a connection, and the two ways to end one. */
import { Text, TextInput } from "@mantine/core"
import { useState } from "react"
import { api } from "../api/client"
import type { Connection } from "../api/types"
import { FormDialog } from "../ui/FormDialog"
import { tell } from "../ui/Problem"
import { useConnectionsChanged } from "./changed"

interface DialogProps {
  connection: Connection
  close: () => void
}

export function RenameDialog({ connection, close }: DialogProps) {
  const changed = useConnectionsChanged()
  const [name, setName] = useState(connection.name)
  const submit = async () => {
    await api.patch(`/api/connections/${connection.id}`, { name: name.trim() })
    await changed()
  }
  return (
    <FormDialog
      title={`Rename ${connection.name}`}
      action="Rename"
      submit={submit}
      close={close}
      disabled={name.trim() === ""}
    >
      <TextInput
        label="Name"
        data-autofocus
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

export function DisconnectDialog({ connection, close }: DialogProps) {
  const changed = useConnectionsChanged()
  const submit = async () => {
    const { reason } = await api.post<Connection>(`/api/connections/${connection.id}/disconnect`)
    tell(reason)
    await changed()
  }
  return (
    <FormDialog title={`Disconnect ${connection.name}?`} action="Disconnect" danger submit={submit} close={close}>
      <Text size="sm">
        What is stored is forgotten, and {connection.service.name} is asked to end the access. <Users of={connection} />{" "}
        It can be connected again.
      </Text>
    </FormDialog>
  )
}

export function DeleteConnection({ connection, close }: DialogProps) {
  const changed = useConnectionsChanged()
  const submit = async () => {
    await api.remove(`/api/connections/${connection.id}`)
    await changed()
  }
  const used = connection.usedBy.length > 0
  return (
    <FormDialog
      title={`Delete ${connection.name}?`}
      action="Delete"
      danger
      submit={submit}
      close={close}
      disabled={used}
    >
      <Text size="sm">
        {used
          ? `${names(connection)} ${connection.usedBy.length === 1 ? "uses" : "use"} it. Choose another connection there first.`
          : `No instance uses it. What is stored is forgotten, and ${connection.service.name} is asked to end the access.`}
      </Text>
    </FormDialog>
  )
}

function Users({ of: connection }: { of: Connection }) {
  if (connection.usedBy.length === 0) return "No instance uses it."
  return `Steps of ${names(connection)} that use it fail until then.`
}

const names = ({ usedBy }: Connection) => usedBy.map(({ integration }) => integration.name).join(", ")
