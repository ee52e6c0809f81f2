/** API tokens: for programs, with a role each, counting where their scopes say. A token is shown once, when it is made. */
import { ActionIcon, Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput, Tooltip } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { KeySquare, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { ApiToken, Role, Scope } from "../api/types"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import { type Column, DataTable } from "../ui/DataTable"
import { Dialog } from "../ui/Dialog"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"
import { RoleField } from "./RoleField"

export function Tokens() {
  const rows = usePaged<ApiToken>("/api/tokens")
  const [dialog, setDialog] = useState<"new" | ApiToken | null>(null)
  const create = (
    <Button leftSection={<Plus size={15} />} onClick={() => setDialog("new")}>
      New token
    </Button>
  )
  return (
    <>
      {rows.items?.length !== 0 && (
        <Group px="lg" pb="sm">
          {create}
        </Group>
      )}
      <DataTable
        label="API tokens"
        columns={columnsWith(setDialog)}
        rows={rows}
        rowKey={(token) => token.id}
        empty={
          <Empty
            icon={KeySquare}
            title="No API tokens"
            text="A token lets a program act as the tenant: on the product's API, on triggers and subscriptions, on GraphQL. Tray calls it a master token."
            action={create}
          />
        }
      />
      {dialog === "new" && <NewToken close={() => setDialog(null)} />}
      {dialog !== null && dialog !== "new" && <DeleteToken token={dialog} close={() => setDialog(null)} />}
    </>
  )
}

const columnsWith = (remove: (token: ApiToken) => void): Column<ApiToken>[] => [
  { title: "Name", cell: (token) => token.name },
  { title: "Token", cell: (token) => <code>hky_…{token.hint}</code> },
  { title: "Role", cell: (token) => token.role },
  { title: "Counts for", cell: (token) => scopesText(token.scopes) },
  { title: "Made", cell: (token) => <When time={token.createdAt} /> },
  { title: "Made by", cell: (token) => token.madeBy ?? "the command line" },
  { title: "Good until", cell: (token) => <Until time={token.expiresAt} /> },
  { title: "Last used", cell: (token) => (token.lastUsedAt ? <When time={token.lastUsedAt} /> : "never") },
  {
    title: "",
    width: 50,
    cell: (token) => (
      <Tooltip label="Delete">
        <ActionIcon variant="subtle" color="gray" aria-label={`Delete ${token.name}`} onClick={() => remove(token)}>
          <Trash2 size={15} />
        </ActionIcon>
      </Tooltip>
    ),
  },
]

const SCOPES: { value: Scope; label: string; description: string }[] = [
  { value: "rest", label: "API", description: "All that these pages do, under /api/." },
  {
    value: "triggers",
    label: "Triggers",
    description: "Triggers, subscriptions and connector calls, under /core/v1/.",
  },
  { value: "graphql", label: "GraphQL", description: "Customers, their tokens and set-ups." },
]

const scopesText = (scopes: Scope[]): string =>
  scopes.length === SCOPES.length
    ? "everything"
    : SCOPES.filter((scope) => scopes.includes(scope.value))
        .map((scope) => scope.label)
        .join(", ")

function Until({ time }: { time: string | null }) {
  if (!time) return "deleted"
  return new Date(time).getTime() <= Date.now() ? (
    <Text span inherit c="red">
      out of date
    </Text>
  ) : (
    <When time={time} />
  )
}

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "", label: "Until it is deleted" },
]

/** A moment so many days from now; null for none. */
const inDays = (days: string): string | null =>
  days === "" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString()

function NewToken({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState("")
  const [role, setRole] = useState<Role>("viewer")
  const [days, setDays] = useState("365")
  const [scopes, setScopes] = useState<string[]>(SCOPES.map((scope) => scope.value))
  const create = useMutation({
    mutationFn: () =>
      api.post<ApiToken & { token: string }>("/api/tokens", { name, role, scopes, expiresAt: inDays(days) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/api/tokens"] }),
  })
  return (
    <Dialog onClose={close} busy={create.isPending} title="New API token" closeOnClickOutside={!create.data}>
      {create.data ? (
        <Shown token={create.data.token} close={close} />
      ) : (
        <ApiForm send={() => create.mutateAsync()} failure={create.error}>
          <Stack gap="sm">
            <Field name="name">
              <TextInput
                label="Name"
                placeholder="What will use it"
                data-autofocus
                required
                withAsterisk={false}
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            </Field>
            <RoleField role={role} setRole={setRole} />
            <Field name="scopes">
              <Checkbox.Group label="Counts for" value={scopes} onChange={setScopes}>
                <Stack gap={6} mt={6}>
                  {SCOPES.map((scope) => (
                    <Checkbox key={scope.value} {...scope} />
                  ))}
                </Stack>
              </Checkbox.Group>
            </Field>
            <Field name="expiresAt">
              <Select
                label="Good for"
                description="Programs that use it stop working then."
                allowDeselect={false}
                data={LIVES}
                value={days}
                onChange={(value) => setDays(value ?? "")}
              />
            </Field>
            <Unplaced />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending} disabled={name.trim() === "" || scopes.length === 0}>
                Create
              </Button>
            </Group>
          </Stack>
        </ApiForm>
      )}
    </Dialog>
  )
}

function Shown({ token, close }: { token: string; close: () => void }) {
  return (
    <Stack gap="sm">
      <Alert color="yellow" variant="light">
        Copy it now: only a fingerprint of it is kept, so it cannot be shown again.
      </Alert>
      <CopyField label="Token" value={token} />
      <Group justify="flex-end">
        <Button onClick={close}>I have it</Button>
      </Group>
    </Stack>
  )
}

function DeleteToken({ token, close }: { token: ApiToken; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`/api/tokens/${token.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/tokens"] })
  }
  return (
    <FormDialog title={`Delete ${token.name}?`} action="Delete" danger submit={remove} close={close}>
      <Text size="sm">Whatever uses it is refused from then on.</Text>
    </FormDialog>
  )
}
