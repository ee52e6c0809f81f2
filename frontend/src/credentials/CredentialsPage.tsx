/** The tenant's secrets: what callers must present, and what steps present to others. */
import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { KeyRound, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Credential } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { PageHeader } from "../ui/PageHeader"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"
import { CredentialDialog } from "./CredentialDialog"

type Dialog = { kind: "new" } | { kind: "edit" | "delete"; credential: Credential } | null

export function CredentialsPage() {
  const builder = useSession().can("builder")
  const rows = usePaged<Credential>("/api/credentials")
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  const create = builder && (
    <Button leftSection={<Plus size={15} />} onClick={() => setDialog({ kind: "new" })}>
      New credential
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Credentials"
        text="Secrets are stored encrypted and never shown again. Flows and endpoints name them by key, so an export holds none."
        actions={rows.items?.length !== 0 && create}
      />
      <DataTable
        label="Credentials"
        rows={rows}
        rowKey={(credential) => credential.id}
        columns={builder ? [...COLUMNS, actionsColumn(setDialog)] : COLUMNS}
        empty={
          <Empty
            icon={KeyRound}
            title="No credentials yet"
            text="A credential checks who may call an endpoint: an API key, a user name and password, a bearer token or a signature. Steps use them too, to call other services."
            action={create}
          />
        }
      />
      {dialog?.kind === "new" && <CredentialDialog close={close} />}
      {dialog?.kind === "edit" && <CredentialDialog credential={dialog.credential} close={close} />}
      {dialog?.kind === "delete" && <DeleteCredential credential={dialog.credential} close={close} />}
    </>
  )
}

const COLUMNS: Column<Credential>[] = [
  {
    title: "Name",
    cell: (credential) => (
      <Text inherit fw={550}>
        {credential.name}
      </Text>
    ),
  },
  { title: "Key", cell: (credential) => <code>{credential.key}</code> },
  { title: "Kind", cell: (credential) => credential.schemeTitle },
  { title: "Secret", cell: (credential) => <code>••••{credential.hint}</code> },
  { title: "Changed", cell: (credential) => <When time={credential.updatedAt} /> },
]

const actionsColumn = (open: (dialog: Dialog) => void): Column<Credential> => ({
  title: "",
  width: 80,
  cell: (credential) => (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <Tooltip label="Change">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Change ${credential.name}`}
          onClick={() => open({ kind: "edit", credential })}
        >
          <Pencil size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${credential.name}`}
          onClick={() => open({ kind: "delete", credential })}
        >
          <Trash2 size={15} />
        </ActionIcon>
      </Tooltip>
    </Group>
  ),
})

function DeleteCredential({ credential, close }: { credential: Credential; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`/api/credentials/${credential.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/credentials"] })
  }
  return (
    <FormDialog title={`Delete ${credential.name}?`} action="Delete" danger submit={remove} close={close}>
      <Text size="sm">
        Endpoints and steps that name <code>{credential.key}</code> refuse or fail until they are given another.
      </Text>
    </FormDialog>
  )
}
