/** Who may work in the tenant, with which role, and who is invited. */
import { ActionIcon, Badge, Group, Menu, Select, Stack, Text, Title } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { MoreHorizontal, ShieldCheck, ShieldOff, UserMinus, Users } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Member, Role } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { Invitations } from "./Invitations"
import { RemoveMember, ResetTwoFactor } from "./MemberDialogs"
import { ROLES } from "./roles"
import { SignInPolicy } from "./SignInPolicy"

type Asked = { what: "remove" | "reset"; member: Member }

export function Members() {
  const { can, email } = useSession()
  const owner = can("owner")
  const rows = usePaged<Member>("/api/members")
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  return (
    <Stack gap="xl" pb="xl">
      <div>
        {owner && <Invitations />}
        <Title order={2} px="lg" mb={4}>
          Members
        </Title>
        <DataTable
          label="Members"
          columns={columnsFor(owner, email, setAsked)}
          rows={rows}
          rowKey={(member) => member.id}
          empty={
            <Empty icon={Users} title="No members" text="Invite the people who work on this tenant's integrations." />
          }
        />
      </div>
      {owner && <SignInPolicy />}
      <Roles />
      {asked?.what === "remove" && <RemoveMember member={asked.member} close={close} />}
      {asked?.what === "reset" && <ResetTwoFactor member={asked.member} close={close} />}
    </Stack>
  )
}

const columnsFor = (owner: boolean, email: string, ask: (asked: Asked) => void): Column<Member>[] => [
  {
    title: "Email",
    cell: (member) => (
      <Group gap={8}>
        {member.email}
        {member.email === email && (
          <Badge size="sm" variant="light" tt="none">
            You
          </Badge>
        )}
      </Group>
    ),
  },
  { title: "Role", cell: (member) => (owner ? <RoleSelect member={member} /> : member.role) },
  ...(owner
    ? [
        { title: "Two-factor sign-in", cell: (member: Member) => <TwoFactor on={member.twoFactor === true} /> },
        {
          title: "",
          width: 50,
          cell: (member: Member) => member.email !== email && <MemberMenu member={member} ask={ask} />,
        },
      ]
    : []),
]

function TwoFactor({ on }: { on: boolean }) {
  const Icon = on ? ShieldCheck : ShieldOff
  return (
    <Group gap={6} c={on ? undefined : "dimmed"}>
      <Icon size={15} aria-hidden color={on ? "var(--hy-good)" : undefined} />
      {on ? "On" : "Off"}
    </Group>
  )
}

function MemberMenu({ member, ask }: { member: Member; ask: (asked: Asked) => void }) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${member.email}`}>
          <MoreHorizontal size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {member.twoFactor && (
          <Menu.Item leftSection={<ShieldOff size={15} />} onClick={() => ask({ what: "reset", member })}>
            Reset two-factor sign-in
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<UserMinus size={15} />} onClick={() => ask({ what: "remove", member })}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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

function Roles() {
  return (
    <section aria-label="What each role may do">
      <Title order={2} px="lg" mb={4}>
        What each role may do
      </Title>
      <Stack gap={2} px="lg" component="dl" m={0}>
        {ROLES.map((role) => (
          <Group key={role.value} gap="xs" wrap="nowrap" align="baseline">
            <Text component="dt" size="sm" fw={600} w={72}>
              {role.label}
            </Text>
            <Text component="dd" size="sm" c="dimmed" m={0}>
              {role.text}
            </Text>
          </Group>
        ))}
      </Stack>
    </section>
  )
}
