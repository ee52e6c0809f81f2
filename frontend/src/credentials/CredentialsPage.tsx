/** The tenant's secrets: what callers must present, and what steps present to others. */
import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { KeyRound, Pencil, Plus, RotateCwSquare, ScanSearch, Trash2 } from "lucide-react"
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
import { CheckDialog } from "./CheckDialog"
import { CredentialDialog } from "./CredentialDialog"
import { RotateDialog } from "./RotateDialog"
import { SecretCell } from "./SecretCell"
import { Places, UsedByCell, useCredentialUses } from "./UsedBy"
import { useSchemes } from "./useSchemes"

const ACTIONS = [
  { kind: "check", words: "Check a request", verb: "Check a request against", icon: ScanSearch },
  { kind: "rotate", words: "Rotate the secret", verb: "Rotate the secret of", icon: RotateCwSquare },
  { kind: "edit", words: "Change", verb: "Change", icon: Pencil },
  { kind: "delete", words: "Delete", verb: "Delete", icon: Trash2 },
] as const

type Dialog = { kind: "new" } | { kind: (typeof ACTIONS)[number]["kind"]; credential: Credential } | null

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
        columns={builder ? [...columns(true), actionsColumn(setDialog)] : columns(false)}
        empty={
          <Empty
            icon={KeyRound}
            title="No credentials yet"
            text="A credential checks who may call an endpoint: an API key, a token, a signature as GitHub, Stripe, Slack and a dozen others make it. Steps use them too, to call other services."
            action={create}
          />
        }
      />
      {dialog?.kind === "new" && <CredentialDialog close={close} />}
      {dialog?.kind === "edit" && <CredentialDialog credential={dialog.credential} close={close} />}
      {dialog?.kind === "check" && <CheckDialog credential={dialog.credential} close={close} />}
      {dialog?.kind === "rotate" && <Rotate credential={dialog.credential} close={close} />}
      {dialog?.kind === "delete" && <DeleteCredential credential={dialog.credential} close={close} />}
    </>
  )
}

const columns = (builder: boolean): Column<Credential>[] => [
  {
    title: "Name",
    cell: (credential) => (
      <Text inherit fw={550}>
        {credential.name}
      </Text>
    ),
  },
  { title: "Key", cell: (credential) => <code>{credential.key}</code> },
  { title: "Kind", cell: (credential) => <KindCell credential={credential} /> },
  { title: "Secret", cell: (credential) => <SecretCell credential={credential} builder={builder} /> },
  { title: "Used by", cell: (credential) => <UsedByCell credential={credential.key} /> },
  { title: "Last used by a caller", cell: (credential) => <When time={credential.usedAt} /> },
  { title: "Changed", cell: (credential) => <When time={credential.updatedAt} /> },
]

const actionsColumn = (open: (dialog: Dialog) => void): Column<Credential> => ({
  title: "",
  width: 140,
  cell: (credential) => (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      {ACTIONS.map(({ kind, words, verb, icon: Icon }) => (
        <Tooltip key={kind} label={words}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${verb} ${credential.name}`}
            onClick={() => open({ kind, credential })}
          >
            <Icon size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  ),
})

/** Without allowed hosts, a URL that is built of a request's own data could carry the secret to anybody. */
function KindCell({ credential }: { credential: Credential }) {
  const scheme = useSchemes().data?.find((one) => one.key === credential.scheme)
  return (
    <>
      {credential.schemeTitle}
      {scheme?.sends && !credential.settings.allowedHosts && (
        <Text size="xs" c="dimmed" title="Change it and name the hosts under Allowed hosts.">
          Steps may send it to any host
        </Text>
      )}
    </>
  )
}

/** Each kind asks for other fields. */
function Rotate({ credential, close }: { credential: Credential; close: () => void }) {
  const scheme = useSchemes().data?.find((one) => one.key === credential.scheme)
  return scheme ? <RotateDialog credential={credential} scheme={scheme} close={close} /> : null
}

function DeleteCredential({ credential, close }: { credential: Credential; close: () => void }) {
  const queries = useQueryClient()
  const uses = useCredentialUses().data
  const own = uses?.filter((use) => use.credential === credential.key) ?? []
  const remove = async () => {
    await api.remove(`/api/credentials/${credential.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/credentials"] })
  }
  return (
    <FormDialog
      title={`Delete ${credential.name}?`}
      action="Delete"
      danger
      submit={remove}
      close={close}
      disabled={!uses || own.length > 0}
    >
      {own.length > 0 ? (
        <>
          <Text size="sm">It is used. Choose another credential there first, and publish:</Text>
          <Text size="sm" component="div">
            <Places uses={own} />
          </Text>
        </>
      ) : (
        <Text size="sm">No endpoint, step or customer uses it. It cannot be had back.</Text>
      )}
    </FormDialog>
  )
}
