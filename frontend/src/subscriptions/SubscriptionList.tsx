/** Every subscription with its state and how its endpoint fares; operators let one rest, try it, delete it. */
import { ActionIcon, Anchor, Group, Select, Text, Tooltip } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { type LucideIcon, Pause, Play, Rss, Send, Trash2 } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Subscription } from "../api/types"
import { CustomerFilter } from "../customers/CustomerFilter"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, useFilter } from "../ui/Filters"
import { FormDialog } from "../ui/FormDialog"
import { tell, tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { SubscriptionDetails } from "./SubscriptionDetails"
import { endpointOf, hostOf, reasonOf, stateOf } from "./words"

const ROWS = "/api/subscriptions"
const EVERY = 5000
const STATES = [
  { value: "active", label: "Active" },
  { value: "creating", label: "Creating" },
  { value: "creation_failed", label: "Creation failed" },
  { value: "deleted", label: "Deleted" },
]

type Dialog = { kind: "details" | "delete"; row: Subscription } | null

export function SubscriptionList() {
  const operator = useSession().can("operator")
  const [state, setState] = useFilter("state")
  const [customer] = useFilter("customer")
  const rows = usePaged<Subscription>(ROWS, { state, customer }, { refetchEvery: EVERY })
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  const columns = columnsWith((row) => setDialog({ kind: "details", row }))
  const filtered = Boolean(state || customer)
  return (
    <>
      <FilterBar>
        <Select
          aria-label="State"
          placeholder="State"
          clearable
          w={170}
          data={STATES}
          value={state || null}
          onChange={setState}
        />
        <CustomerFilter />
      </FilterBar>
      <DataTable
        label="Subscriptions"
        rows={rows}
        rowKey={(row) => row.id}
        columns={operator ? [...columns, actionsColumn((row) => setDialog({ kind: "delete", row }))] : columns}
        empty={
          <Empty
            icon={Rss}
            title={filtered ? "No subscription is like this" : "Nobody subscribed yet"}
            text={
              filtered
                ? "Take a filter away to see the others."
                : "A program subscribes with POST /core/v1/subscriptions: to a webhook of its own, or to the events of a connector. It needs a master token, or the token of a customer."
            }
          />
        }
      />
      {dialog?.kind === "details" && <SubscriptionDetails row={dialog.row} close={close} />}
      {dialog?.kind === "delete" && <DeleteSubscription row={dialog.row} close={close} />}
    </>
  )
}

const columnsWith = (open: (row: Subscription) => void): Column<Subscription>[] => [
  {
    title: "Name",
    cell: (row) => (
      <Anchor component="button" type="button" inherit fw={550} ta="left" onClick={() => open(row)}>
        {row.name}
      </Anchor>
    ),
  },
  {
    title: "Customer",
    cell: (row) =>
      row.customer ? (
        <Anchor component={Link} to={`/customers/${row.customer.id}`} inherit>
          {row.customer.name}
        </Anchor>
      ) : (
        <Dim>the tenant itself</Dim>
      ),
  },
  {
    title: "Trigger",
    cell: (row) => (
      <>
        {row.trigger} <Dim>{row.operation}</Dim>
      </>
    ),
  },
  { title: "State", cell: (row) => <State row={row} /> },
  {
    title: "Endpoint",
    cell: (row) => (
      <Group gap={8} wrap="nowrap">
        <Text inherit truncate maw={240} title={row.endpoint}>
          {hostOf(row.endpoint)}
        </Text>
        {isLive(row) && <StatusBadge {...endpointOf(row)} />}
      </Group>
    ),
  },
  { title: "Made", cell: (row) => <When time={row.createdAt} /> },
]

/** Whether anything is delivered for it, now or later. */
const isLive = (row: Subscription): boolean => row.state === "active" || row.state === "creating"

function State({ row }: { row: Subscription }) {
  const why = row.error?.message ?? (reasonOf(row) && `Switched off: ${reasonOf(row)}.`)
  return (
    <>
      <StatusBadge {...stateOf(row)} />
      {why && (
        <Text size="xs" c="dimmed" maw={260}>
          {why}
        </Text>
      )}
    </>
  )
}

const Dim = ({ children }: { children: React.ReactNode }) => (
  <Text span inherit c="dimmed">
    {children}
  </Text>
)

const actionsColumn = (remove: (row: Subscription) => void): Column<Subscription> => ({
  title: "",
  width: 110,
  cell: (row) => row.state !== "deleted" && <Actions row={row} remove={() => remove(row)} />,
})

function Actions({ row, remove }: { row: Subscription; remove: () => void }) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const rests = row.endpointStatus !== "active"
  const act = async (work: () => Promise<unknown>, said: string) => {
    setBusy(true)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: [ROWS] })
      tell(said)
    } catch (failure) {
      tellProblem(failure)
    } finally {
      setBusy(false)
    }
  }
  const turn = () =>
    act(
      () => api.patch(`${ROWS}/${row.id}`, { paused: !rests }),
      rests ? `${row.name} goes on.` : `${row.name} rests; its events wait.`,
    )
  const test = () => act(() => api.post(`${ROWS}/${row.id}/test`), "A test event is on its way.")
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      {isLive(row) && (
        <>
          <Act label="Send a test event" name={`Send a test event to ${row.name}`} icon={Send} act={test} busy={busy} />
          {rests ? (
            <Act label="Go on" name={`Go on with ${row.name}`} icon={Play} act={turn} busy={busy} />
          ) : (
            <Act label="Pause" name={`Pause ${row.name}`} icon={Pause} act={turn} busy={busy} />
          )}
        </>
      )}
      <Act label="Delete" name={`Delete ${row.name}`} icon={Trash2} act={remove} busy={busy} />
    </Group>
  )
}

interface ActProps {
  label: string
  /** With whose it is, for who does not see the row. */
  name: string
  icon: LucideIcon
  act: () => void
  busy: boolean
}

function Act({ label, name, icon: Icon, act, busy }: ActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={act} disabled={busy}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

function DeleteSubscription({ row, close }: { row: Subscription; close: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await api.remove(`${ROWS}/${row.id}`)
    await queries.invalidateQueries({ queryKey: [ROWS] })
  }
  return (
    <FormDialog title={`Delete ${row.name}?`} action="Delete" danger submit={remove} close={close}>
      <Text size="sm">
        Its URL answers 404 from then on, what still waits is not delivered, and what was registered at the service is
        taken away. The program that made it hears of it where it asked to.
      </Text>
    </FormDialog>
  )
}
