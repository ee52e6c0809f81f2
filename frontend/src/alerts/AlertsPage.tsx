/** Rules that watch the traffic and tell people, and what they told. */
import { ActionIcon, Button, Group, Switch, Text, Tooltip } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { BellRing, Plus, Send } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { AlertConditions, AlertRule } from "../api/types"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { EditAndDelete } from "../ui/EditAndDelete"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { PageHeader } from "../ui/PageHeader"
import { tell, tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { AlertDialog } from "./AlertDialog"
import { Notices } from "./Notices"
import { ruleWords } from "./words"

const RULES = "/api/alerts"
const EVERY = 5000

type Dialog = { kind: "new" } | { kind: "edit" | "delete"; rule: AlertRule } | null

export function AlertsPage() {
  const builder = useSession().can("builder")
  const known = useQuery({
    queryKey: ["alert-conditions"],
    queryFn: () => api.get<AlertConditions>("/api/alerts/conditions"),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const rows = usePaged<AlertRule>(RULES, {}, { refetchEvery: EVERY })
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  const create = builder && (
    <Button leftSection={<Plus size={15} />} onClick={() => setDialog({ kind: "new" })} disabled={!known.data}>
      New rule
    </Button>
  )
  const columns = columnsOf(known.data)
  return (
    <>
      <PageHeader
        title="Alerts"
        text="A rule looks at your traffic every 15 seconds. It tells when it begins to fire, and once more when it is over."
        actions={rows.items?.length !== 0 && create}
      />
      <DataTable
        label="Alert rules"
        columns={builder ? [...columns, actionsColumn(setDialog)] : columns}
        rows={rows}
        rowKey={(rule) => rule.id}
        empty={
          <Empty
            icon={BellRing}
            title="Nobody is told yet"
            text="Make a rule, and a webhook or an e-mail tells you when executions fail, requests find no customer, signatures are wrong, work piles up, or nothing comes any more."
            action={create}
          />
        }
      />
      {rows.items && rows.items.length > 0 && <Notices />}
      {known.data && dialog?.kind === "new" && <AlertDialog known={known.data} close={close} />}
      {known.data && dialog?.kind === "edit" && <AlertDialog known={known.data} rule={dialog.rule} close={close} />}
      {dialog?.kind === "delete" && <DeleteRule rule={dialog.rule} close={close} />}
    </>
  )
}

const columnsOf = (known: AlertConditions | undefined): Column<AlertRule>[] => [
  { title: "State", width: 130, cell: (rule) => <State rule={rule} /> },
  {
    title: "Rule",
    cell: (rule) => (
      <>
        <Text inherit fw={550}>
          {rule.name}
        </Text>
        <Text size="xs" c="dimmed">
          {ruleWords(rule, known?.conditions ?? [])}
        </Text>
      </>
    ),
  },
  {
    title: "Now",
    number: true,
    cell: (rule) => (rule.value === null ? "–" : rule.value.toLocaleString("en", { maximumFractionDigits: 1 })),
  },
  {
    title: "Tells",
    cell: (rule) => (
      <>
        {rule.channel === "webhook" ? "Webhook " : "E-mail "}
        <code>{rule.targetHint}</code>
      </>
    ),
  },
  { title: "On", width: 60, cell: (rule) => <OnSwitch rule={rule} /> },
]

function State({ rule }: { rule: AlertRule }) {
  if (!rule.enabled) return <StatusBadge status="skipped" label="Off" />
  if (rule.state === "quiet") return <StatusBadge status="succeeded" label="Quiet" />
  return (
    <Group gap={6} wrap="nowrap">
      <StatusBadge status="broken" label="Firing" />
      <Text span size="xs" c="dimmed">
        <When time={rule.stateSince} />
      </Text>
    </Group>
  )
}

function OnSwitch({ rule }: { rule: AlertRule }) {
  const queries = useQueryClient()
  const builder = useSession().can("builder")
  const turn = async (enabled: boolean) => {
    try {
      await api.patch(`${RULES}/${rule.id}`, { enabled })
      await queries.invalidateQueries({ queryKey: [RULES] })
    } catch (failure) {
      tellProblem(failure)
    }
  }
  return (
    <Switch
      size="xs"
      aria-label={`${rule.name} is on`}
      disabled={!builder}
      checked={rule.enabled}
      onChange={(event) => void turn(event.currentTarget.checked)}
    />
  )
}

const actionsColumn = (open: (dialog: Dialog) => void): Column<AlertRule> => ({
  title: "",
  width: 120,
  cell: (rule) => (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <TestButton rule={rule} />
      <EditAndDelete
        name={rule.name}
        edit={() => open({ kind: "edit", rule })}
        remove={() => open({ kind: "delete", rule })}
      />
    </Group>
  ),
})

function TestButton({ rule }: { rule: AlertRule }) {
  const queries = useQueryClient()
  const send = async () => {
    try {
      await api.post(`${RULES}/${rule.id}/test`)
      tell("A test is on its way. What came of it stands below in a few seconds.")
      await queries.invalidateQueries({ queryKey: ["/api/alerts/notices"] })
    } catch (failure) {
      tellProblem(failure)
    }
  }
  return (
    <Tooltip label="Send a test">
      <ActionIcon variant="subtle" color="gray" aria-label={`Send a test of ${rule.name}`} onClick={() => void send()}>
        <Send size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

function DeleteRule({ rule, close }: { rule: AlertRule; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`${RULES}/${rule.id}`)
    await queries.invalidateQueries({ queryKey: [RULES] })
    await queries.invalidateQueries({ queryKey: ["/api/alerts/notices"] })
  }
  return (
    <FormDialog title={`Delete ${rule.name}?`} action="Delete" danger submit={remove} close={close}>
      <Text size="sm">Nobody is told any more, and what it told is forgotten. Switch it off instead to keep it.</Text>
    </FormDialog>
  )
}
