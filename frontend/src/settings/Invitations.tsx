/** Inviting people, and who is invited and has not come yet. */
import { ActionIcon, Alert, Button, Group, Menu, Stack, Text, TextInput, Title } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { MoreHorizontal, Send, UserPlus, X } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Invitation, Role, SentInvitation } from "../api/types"
import { useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import { type Column, DataTable } from "../ui/DataTable"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice, tell, tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { When } from "../ui/When"
import { RoleField } from "./RoleField"

const PATH = "/api/invitations"

export function Invitations() {
  const queries = useQueryClient()
  const rows = usePaged<Invitation>(PATH)
  const [inviting, setInviting] = useState(false)
  const [sent, setSent] = useState<SentInvitation | null>(null)
  const again = () => queries.invalidateQueries({ queryKey: [PATH] })
  const invited = (invitation: SentInvitation) => {
    setInviting(false)
    if (invitation.link) setSent(invitation)
    else tell(`An invitation is on its way to ${invitation.email}.`)
    void again()
  }
  const send = useMutation({
    mutationFn: (id: string) => api.post<SentInvitation>(`${PATH}/${id}/send`),
    onSuccess: invited,
    onError: tellProblem,
  })
  const withdraw = useMutation({
    mutationFn: (id: string) => api.remove(`${PATH}/${id}`),
    onError: tellProblem,
    onSettled: again,
  })
  const columns: Column<Invitation>[] = [
    { title: "Email", cell: (invitation) => invitation.email },
    { title: "Role", cell: (invitation) => invitation.role },
    { title: "Invited by", cell: (invitation) => invitation.invitedBy || "the operator" },
    { title: "Good until", cell: (invitation) => <Until time={invitation.expiresAt} /> },
    {
      title: "",
      width: 50,
      cell: (invitation) => (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for the invitation of ${invitation.email}`}>
              <MoreHorizontal size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Send size={15} />} onClick={() => send.mutate(invitation.id)}>
              Send again
            </Menu.Item>
            <Menu.Item color="red" leftSection={<X size={15} />} onClick={() => withdraw.mutate(invitation.id)}>
              Withdraw
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ]
  return (
    <>
      <Group px="lg" pb="sm">
        <Button leftSection={<UserPlus size={15} />} onClick={() => setInviting(true)}>
          Invite
        </Button>
      </Group>
      {rows.failure !== null && !rows.items && <ProblemNotice failure={rows.failure} retry={rows.reload} />}
      {rows.items && rows.items.length > 0 && (
        <Stack gap={4} mb="lg">
          <Title order={2} px="lg">
            Invited
          </Title>
          <DataTable label="Invitations" columns={columns} rows={rows} rowKey={(row) => row.id} empty={null} />
        </Stack>
      )}
      {inviting && <Invite close={() => setInviting(false)} done={invited} />}
      {sent && <PassItOn invitation={sent} close={() => setSent(null)} />}
    </>
  )
}

function Until({ time }: { time: string }) {
  return new Date(time).getTime() < Date.now() ? (
    <Text size="sm">out of date: send it again</Text>
  ) : (
    <When time={time} />
  )
}

function Invite({ close, done }: { close: () => void; done: (invitation: SentInvitation) => void }) {
  const sendsMail = useSessionQuery().data?.sendsMail ?? false
  const [email, setEmail] = useState("")
  const [role, setRole] = useState<Role>("builder")
  const invite = useMutation({
    mutationFn: () => api.post<SentInvitation>(PATH, { email, role }),
    onSuccess: done,
  })
  return (
    <Dialog onClose={close} busy={invite.isPending} title="Invite somebody">
      <ApiForm send={() => invite.mutateAsync()} failure={invite.error}>
        <Stack gap="sm">
          <Field name="email">
            <TextInput
              label="Email"
              type="email"
              data-autofocus
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          </Field>
          <RoleField role={role} setRole={setRole} />
          <Text size="xs" c="dimmed">
            {sendsMail
              ? "They get a letter with a link that is good for a week, and choose their own password."
              : "No e-mail server is set up, so you will get a link to pass on. It is good for a week, and they choose their own password."}
          </Text>
          <Unplaced />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {sendsMail ? "Send invitation" : "Make a link"}
            </Button>
          </Group>
        </Stack>
      </ApiForm>
    </Dialog>
  )
}

function PassItOn({ invitation, close }: { invitation: SentInvitation; close: () => void }) {
  return (
    <Dialog onClose={close} title="Pass this link on" closeOnClickOutside={false} size="lg">
      <Stack gap="sm">
        <Alert color="yellow" variant="light">
          No e-mail server is set up, so nothing was sent. Give the link to {invitation.email} and to nobody else:
          whoever opens it first becomes {invitation.role}. It cannot be shown again.
        </Alert>
        <CopyField label="Link" value={invitation.link ?? ""} />
        <Group justify="flex-end">
          <Button onClick={close}>I have it</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
