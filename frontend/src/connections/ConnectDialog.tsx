/** A member connects a customer, or tests of drafts, to a service; or connects anew. */
import { Anchor, Button, Select, Stack, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import { Link } from "react-router"
import type { Connection, Service } from "../api/types"
import { Field } from "../ui/ApiForm"
import { Dialog } from "../ui/Dialog"
import { tell } from "../ui/Problem"
import { useChoices } from "../ui/paged"
import { ConnectForm } from "./ConnectForm"
import { useConnectionsChanged } from "./changed"
import { asConnectable, memberDesk } from "./desk"
import { freeName } from "./words"

interface ConnectDialogProps {
  /** Whose; null for tests of drafts. */
  customer: string | null
  /** Key of the service, where it is known. */
  service?: string
  /** Absent: a new one. */
  connection?: Pick<Connection, "id" | "name" | "settings">
  /** Names of the customer's other connections, so that a new one is told from them. */
  taken?: readonly string[]
  connected?: (connection: Connection) => void
  close: () => void
}

export function ConnectDialog({
  customer,
  service: known,
  connection,
  taken = [],
  connected,
  close,
}: ConnectDialogProps) {
  const changed = useConnectionsChanged()
  const services = useChoices<Service>("/api/services").data
  const [key, setKey] = useState<string | null>(known ?? null)
  const [typed, setTyped] = useState<string | null>(null)
  const service = services?.find((one) => one.key === key)
  const name = typed ?? (service ? (customer === null ? "Test account" : freeName(service.name, taken)) : "")
  const leave = async () => {
    close()
    await changed()
  }
  const done = async (made: Connection) => {
    tell(made.testedAt || made.scheme === "oauth2_code" ? `Connected to ${made.service.name}.` : "Saved.")
    connected?.(made)
    await leave()
  }
  return (
    <Dialog onClose={() => void leave()} title={titleOf(service, connection, customer)}>
      <Stack gap="sm">
        {!known && services?.length !== 0 && (
          <Select
            label="Service"
            placeholder="Choose a service"
            searchable
            allowDeselect={false}
            data={(services ?? []).map((one) => ({ value: one.key, label: one.name }))}
            value={key}
            onChange={setKey}
          />
        )}
        {services?.length === 0 && <NoServices />}
        {service && (
          <ConnectForm
            key={service.key}
            desk={memberDesk(customer)}
            service={asConnectable(service)}
            {...(connection && { connection: connection as Connection })}
            name={name}
            above={
              !connection &&
              customer !== null && (
                <Field name="name">
                  <TextInput
                    label="Name"
                    description="To tell it from other accounts of this customer there."
                    maxLength={120}
                    value={name}
                    onChange={(event) => setTyped(event.currentTarget.value)}
                  />
                </Field>
              )
            }
            connected={(made) => void done(made)}
            leave={
              <Button variant="default" onClick={() => void leave()}>
                Cancel
              </Button>
            }
          />
        )}
      </Stack>
    </Dialog>
  )
}

function titleOf(
  service: Service | undefined,
  connection: { name: string } | undefined,
  customer: string | null,
): string {
  if (connection) return `Connect ${connection.name} again`
  if (!service) return "Connect to a service"
  return customer === null ? `Connect tests to ${service.name}` : `Connect to ${service.name}`
}

function NoServices() {
  return (
    <Text size="sm">
      No outside service is described yet. A builder does that under{" "}
      <Anchor component={Link} to="/services" inherit underline="always">
        Services
      </Anchor>
      .
    </Text>
  )
}
