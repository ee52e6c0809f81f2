/** The outside services that the tenant's integrations use, and how customers connect to each. */
import { Button, Group, Text } from "@mantine/core"
import { Plug, Plus } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Service } from "../api/types"
import { ConnectDialog } from "../connections/ConnectDialog"
import { useConnectionsChanged } from "../connections/changed"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { EditAndDelete } from "../ui/EditAndDelete"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { PageHeader } from "../ui/PageHeader"
import { usePaged } from "../ui/paged"
import { ServiceDialog } from "./ServiceDialog"
import { kindWords } from "./serviceForm"
import { TestConnectionCell } from "./TestConnectionCell"

type Dialog = { kind: "new" } | { kind: "edit" | "delete" | "connect"; service: Service } | null

export function ServicesPage() {
  const session = useSession()
  const builder = session.can("builder")
  const rows = usePaged<Service>("/api/services")
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  const create = builder && (
    <Button leftSection={<Plus size={15} />} onClick={() => setDialog({ kind: "new" })}>
      New service
    </Button>
  )
  const connect = session.can("operator") ? (service: Service) => setDialog({ kind: "connect", service }) : null
  return (
    <>
      <PageHeader
        title="Services"
        text="What your integrations talk to on behalf of customers. Each customer connects an account of its own; tests of drafts use the test connection."
        actions={rows.items?.length !== 0 && create}
      />
      <DataTable
        label="Services"
        rows={rows}
        rowKey={(service) => service.id}
        columns={[...columns(connect), ...(builder ? [actionsColumn(setDialog)] : [])]}
        empty={
          <Empty
            icon={Plug}
            title="No services yet"
            text="A service says how customers connect their accounts, by OAuth 2 or by a key, where their secrets may be sent, and how to test them. A config variable of type Connection then asks each customer for one."
            action={create}
          />
        }
      />
      {dialog?.kind === "new" && <ServiceDialog close={close} />}
      {dialog?.kind === "edit" && <ServiceDialog service={dialog.service} close={close} />}
      {dialog?.kind === "delete" && <DeleteService service={dialog.service} close={close} />}
      {dialog?.kind === "connect" && (
        <ConnectDialog
          customer={null}
          service={dialog.service.key}
          {...(dialog.service.testConnection && { connection: dialog.service.testConnection })}
          close={close}
        />
      )}
    </>
  )
}

const columns = (connect: ((service: Service) => void) | null): Column<Service>[] => [
  {
    title: "Name",
    cell: (service) => (
      <Text inherit fw={550}>
        {service.name}
      </Text>
    ),
  },
  { title: "Key", cell: (service) => <code>{service.key}</code> },
  { title: "How customers connect", cell: (service) => kindWords(service.scheme) },
  { title: "Hosts", cell: (service) => (service.settings.hosts as string[]).join(", ") },
  { title: "Connections", number: true, cell: (service) => service.customersConnected },
  { title: "Test connection", cell: (service) => <TestConnectionCell service={service} connect={connect} /> },
]

const actionsColumn = (open: (dialog: Dialog) => void): Column<Service> => ({
  title: "",
  width: 80,
  cell: (service) => (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <EditAndDelete
        name={service.name}
        edit={() => open({ kind: "edit", service })}
        remove={() => open({ kind: "delete", service })}
      />
    </Group>
  ),
})

function DeleteService({ service, close }: { service: Service; close: () => void }) {
  const changed = useConnectionsChanged()
  const remove = async () => {
    await api.remove(`/api/services/${service.id}`)
    await changed()
  }
  const used = service.customersConnected > 0
  return (
    <FormDialog title={`Delete ${service.name}?`} action="Delete" danger submit={remove} close={close} disabled={used}>
      <Text size="sm">
        {used ? (
          <>
            {service.customersConnected === 1 ? "One customer is" : `${service.customersConnected} customers are`}{" "}
            connected to it. Delete their connections first.
          </>
        ) : (
          <>
            Config variables that name <code>{service.key}</code> offer nothing to choose until they are given another.
          </>
        )}
      </Text>
    </FormDialog>
  )
}
