/** The clients of the tenant: how outside services call them, and what is switched on for each. */
import { Badge, Button, Group, Select, Text, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { Plus, Search, Users } from "lucide-react"
import { useState } from "react"
import type { Choice, Customer } from "../api/types"
import { useLabels } from "../rollouts/rolloutData"
import { useSession } from "../shell/session"
import { type Column, DataTable, RowLink } from "../ui/DataTable"
import { Empty } from "../ui/Empty"
import { FilterBar, useFilter } from "../ui/Filters"
import { PageHeader } from "../ui/PageHeader"
import { usePaged } from "../ui/paged"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import { CustomerDialog } from "./CustomerDialog"
import { SwitchManyDialog } from "./SwitchManyDialog"

export function CustomersPage() {
  const operator = useSession().can("operator")
  const [text, setText] = useState("")
  const [search] = useDebouncedValue(text.trim(), 200)
  const [label, setLabel] = useFilter("label")
  const labels = useLabels().data ?? []
  const [creating, setCreating] = useState(false)
  const rows = usePaged<Customer>("/api/customers", { search, label })
  const [switching, setSwitching] = useState(false)
  const create = operator && (
    <Button leftSection={<Plus size={15} />} onClick={() => setCreating(true)}>
      New customer
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Customers"
        text="A request is matched to a customer by external id or alias, and runs in the customer's own instance of the integration."
        actions={
          <Group gap="xs">
            {operator && (rows.items?.length ?? 0) > 0 && (
              <Button variant="default" onClick={() => setSwitching(true)}>
                Pause or resume…
              </Button>
            )}
            {create}
          </Group>
        }
      />
      <FilterBar>
        <TextInput
          aria-label="Search customers"
          placeholder="Name, external id, alias or label"
          leftSection={<Search size={14} />}
          w={280}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {labels.length > 0 && (
          <Select
            aria-label="Label"
            placeholder="Label"
            clearable
            searchable
            w={170}
            data={labels.map((one) => ({ value: one.label, label: `${one.label} (${one.count})` }))}
            value={label || null}
            onChange={setLabel}
          />
        )}
      </FilterBar>
      <DataTable
        label="Customers"
        columns={COLUMNS}
        rows={rows}
        rowKey={(customer) => customer.id}
        empty={
          search || label ? (
            <Empty
              icon={Users}
              title="Nobody is known by that"
              text={
                label ? "No customer with this label fits." : `No name, external id, alias or label holds "${search}".`
              }
            />
          ) : (
            <Empty
              icon={Users}
              title="No customers yet"
              text="Add the clients your integrations run for. The external id is your own id for them; aliases are what outside services call them."
              action={create}
            />
          )
        }
      />
      {switching && <SwitchManyDialog choice={choiceOf(search, label)} close={() => setSwitching(false)} />}
      {creating && <CustomerDialog close={() => setCreating(false)} />}
    </>
  )
}

/** Whoever the list shows. */
const choiceOf = (search: string, label: string): Choice =>
  search || label ? { ...(search && { search }), ...(label && { labels: [label] }) } : { everyone: true }

const COLUMNS: Column<Customer>[] = [
  { title: "Name", cell: (customer) => <Name customer={customer} /> },
  { title: "External id", cell: (customer) => <code>{customer.externalId}</code> },
  { title: "Aliases", cell: (customer) => <Aliases aliases={customer.aliases} /> },
  { title: "Labels", cell: (customer) => <Aliases aliases={customer.labels} plain /> },
  {
    title: "Instances",
    cell: (customer) =>
      customer.instances.map(({ integration, version }) => `${integration.name} v${version}`).join(", ") || "–",
  },
  { title: "Since", cell: (customer) => <When time={customer.createdAt} /> },
]

const SHOWN = 3

function Name({ customer }: { customer: Customer }) {
  return (
    <Group gap={8} wrap="nowrap">
      <RowLink to={`/customers/${customer.id}`}>{customer.name}</RowLink>
      {customer.leavingAt && <StatusBadge status="draining" label="being deleted" />}
    </Group>
  )
}

function Aliases({ aliases, plain = false }: { aliases: string[]; plain?: boolean }) {
  if (aliases.length === 0) return "–"
  return (
    <Group gap={4}>
      {aliases.slice(0, SHOWN).map((alias) => (
        <Badge key={alias} variant="default" size="sm" tt="none" {...(!plain && { ff: "monospace" })}>
          {alias}
        </Badge>
      ))}
      {aliases.length > SHOWN && (
        <Text size="xs" c="dimmed">
          and {aliases.length - SHOWN} more
        </Text>
      )}
    </Group>
  )
}
