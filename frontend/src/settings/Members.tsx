/** Who may work in the tenant, and with which role. */
import { ActionIcon, Button, Group, PasswordInput, Select, Text, TextInput, Tooltip } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Plus, UserMinus, Users } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Member, Role } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { ROLES, roleText } from "./roles"

export function Members() {
  const { can, email } = useSession()
  const owner = can("owner")
  const rows = usePaged<Member>("/api/members")
  const [dialog, setDialog] = useState<"add" | Member | null>(null)
  const columns: Column<Member>[] = [
    {
      title: "Email",
      cell: (member) => (
        <>
          {member.email}
          {member.email === email && (
            <Text span c="dimmed" inherit>
              {" "}
              (you)
            </Text>
          )}
        </>
      ),
    },
    { title: "Role", cell: (member) => (owner ? <RoleSelect member={member} /> : member.role) },
    { title: "May", cell: (member) => roleText(member.role) },
    { title: "", width: 50, cell: (member) => owner && <Remove member={member} open={() => setDialog(member)} /> },
  ]
  return (
    <>
      {owner && (
        <Group px="lg" pb="sm">
          <Button leftSection={<Plus size={15} />} onClick={() => setDialog("add")}>
            Add a member
          </Button>
        </Group>
      )}
      <DataTable
        label="Members"
        columns={columns}
        rows={rows}
        rowKey={(member) => member.id}
        empty={<Empty icon={Users} title="No members" text="Add the people who work on this tenant's integrations." />}
      />
      {dialog === "add" && <AddMember close={() => setDialog(null)} />}
      {dialog !== null && dialog !== "add" && <RemoveMember member={dialog} close={() => setDialog(null)} />}
    </>
  )
}

function Remove({ member, open }: { member: Member; open: () => void }) {
  return (
    <Tooltip label="Remove">
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${member.email}`} onClick={open}>
        <UserMinus size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

function RoleSelect({ member }: { member: Member }) {
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (role: Role) => api.patch<Member>(`/api/members/${member.id}`, { role }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/api/members"] }),
    onError: tellProblem,
  })
  return (
    <Select
      aria-label={`Role of ${member.email}`}
      w={130}
      allowDeselect={false}
      disabled={change.isPending}
      data={ROLES}
      value={member.role}
      onChange={(role) => role && change.mutate(role as Role)}
    />
  )
}

function AddMember({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const [email, setEmail] = useState("")
  const [role, setRole] = useState<Role>("builder")
  const [password, setPassword] = useState("")
  const add = async () => {
    await api.post<Member>("/api/members", { email, role, ...(password && { password }) })
    await queries.invalidateQueries({ queryKey: ["/api/members"] })
  }
  return (
    <FormDialog title="Add a member" action="Add" submit={add} close={close} disabled={email.trim() === ""}>
      <TextInput
        label="Email"
        type="email"
        data-autofocus
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Select
        label="Role"
        description={roleText(role)}
        allowDeselect={false}
        data={ROLES}
        value={role}
        onChange={(value) => value && setRole(value as Role)}
      />
      <PasswordInput
        label="First password"
        description="For somebody who has no account here yet. They keep theirs if they have."
        size="xs"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

function RemoveMember({ member, close }: { member: Member; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`/api/members/${member.id}`)
    await queries.invalidateQueries({ queryKey: ["/api/members"] })
  }
  return (
    <FormDialog title={`Remove ${member.email}?`} action="Remove" danger submit={remove} close={close}>
      <Text size="sm">They can no longer see this tenant. What they built stays.</Text>
    </FormDialog>
  )
}
