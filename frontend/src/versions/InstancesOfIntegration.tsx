/** Who is on which version: found by name, label, version or state, picked, and moved. */
import { Anchor, Button, Checkbox, Group, Select, Text, TextInput, Title } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { Search, Users } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import type { Choice, Instance, Version } from "../api/types"
import { InstanceState } from "../customers/InstanceState"
import { SwitchManyDialog } from "../customers/SwitchManyDialog"
import { UpgradeMenu } from "../customers/UpgradeMenu"
import { RolloutDialog } from "../rollouts/RolloutDialog"
import { useLabels } from "../rollouts/rolloutData"
import classes from "../rollouts/rollouts.module.css"
import { whoIn } from "../rollouts/words"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { usePaged } from "../ui/paged"

interface Filters {
  search: string
  label: string | null
  version: string | null
  enabled: string | null
}

const NO_FILTERS: Filters = { search: "", label: null, version: null, enabled: null }

/** The filters as a rollout takes them: whoever is shown is whoever is moved. */
function choiceOf({ search, label, version, enabled }: Filters): Choice {
  const choice: Choice = {
    ...(search && { search }),
    ...(label && { labels: [label] }),
    ...(version && { versions: [Number(version)] }),
    ...(enabled && { enabled: enabled === "true" }),
  }
  return Object.keys(choice).length > 0 ? choice : { everyone: true }
}

export function InstancesOfIntegration({ integrationId, versions }: { integrationId: string; versions: Version[] }) {
  const operator = useSession().can("operator")
  const [typed, setTyped] = useState<Filters>(NO_FILTERS)
  const [filters] = useDebouncedValue(typed, 200)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [moving, setMoving] = useState<Choice | null>(null)
  const [switching, setSwitching] = useState<Choice | null>(null)
  const rows = usePaged<Instance>("/api/instances", { integration: integrationId, ...filters })
  const pick = (ids: string[], on: boolean) =>
    setPicked(new Set(on ? [...picked, ...ids] : [...picked].filter((id) => !ids.includes(id))))
  const shown = rows.items?.map(({ id }) => id) ?? []
  const allShown = shown.length > 0 && shown.every((id) => picked.has(id))
  const chosen = picked.size > 0 ? { instances: [...picked] } : choiceOf(filters)
  const filtered = filters.search !== "" || filters.label || filters.version || filters.enabled
  const columns: Column<Instance>[] = [
    ...(operator
      ? [
          {
            title: (
              <Checkbox
                size="xs"
                aria-label="Pick all shown customers"
                checked={allShown}
                indeterminate={!allShown && picked.size > 0}
                onChange={(event) => pick(shown, event.currentTarget.checked)}
              />
            ),
            key: "pick",
            width: 40,
            cell: (instance: Instance) => (
              <Checkbox
                size="xs"
                aria-label={`Pick ${instance.customer.name}`}
                checked={picked.has(instance.id)}
                onChange={(event) => pick([instance.id], event.currentTarget.checked)}
              />
            ),
          },
        ]
      : []),
    {
      title: "Customer",
      cell: ({ customer }) => (
        <Anchor component={Link} to={`/customers/${customer.id}`} inherit>
          {customer.name}
        </Anchor>
      ),
    },
    { title: "External id", cell: ({ customer }) => <code>{customer.externalId}</code> },
    { title: "Version", number: true, cell: (instance) => instance.version },
    { title: "State", cell: (instance) => <InstanceState instance={instance} /> },
    {
      title: "",
      cell: (instance) =>
        operator && <UpgradeMenu instance={instance} numbers={versions.map(({ number }) => number)} />,
    },
  ]
  return (
    <section aria-label="Instances">
      <Group px="lg" pb="xs" pt="sm" justify="space-between">
        <Title order={2}>Instances</Title>
        <Group gap="xs">
          <FilterFields filters={typed} change={setTyped} versions={versions} />
          {operator && shown.length > 0 && (
            <Button variant="default" onClick={() => setSwitching(chosen)}>
              {picked.size > 0 ? "Pause or resume picked…" : "Pause or resume…"}
            </Button>
          )}
        </Group>
      </Group>
      {operator && shown.length > 0 && (picked.size > 0 || filtered) && (
        <div className={classes.bar}>
          <Text size="sm" mr="auto">
            {picked.size > 0 ? `${picked.size} picked` : `Chosen by filter: ${whoIn(choiceOf(filters))}`}
          </Text>
          {picked.size > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => setPicked(new Set())}>
              Pick none
            </Button>
          )}
          <Button size="compact-sm" onClick={() => setMoving(chosen)}>
            {picked.size > 0 ? "Move them to a version" : "Move all of these to a version"}
          </Button>
        </div>
      )}
      <DataTable
        label="Instances"
        columns={columns}
        rows={rows}
        rowKey={(instance) => instance.id}
        empty={
          <Group gap={8} px="lg" pb="lg">
            <Users size={15} color="var(--hy-muted)" aria-hidden />
            <Text c="dimmed">
              {filtered ? (
                "No customer with this integration fits."
              ) : (
                <>
                  Nobody has it yet. Open a{" "}
                  <Anchor component={Link} to="/customers" inherit>
                    customer
                  </Anchor>{" "}
                  to deploy it there.
                </>
              )}
            </Text>
          </Group>
        }
      />
      {switching && (
        <SwitchManyDialog choice={switching} integration={integrationId} close={() => setSwitching(null)} />
      )}
      {moving && (
        <RolloutDialog
          integrationId={integrationId}
          choice={moving}
          version={versions[0]?.number ?? 1}
          close={() => {
            setMoving(null)
            setPicked(new Set())
          }}
        />
      )}
    </section>
  )
}

interface FilterFieldsProps {
  filters: Filters
  change: (filters: Filters) => void
  versions: Version[]
}

function FilterFields({ filters, change, versions }: FilterFieldsProps) {
  const labels = useLabels().data ?? []
  return (
    <Group gap="xs" role="search" aria-label="Filter instances">
      <TextInput
        aria-label="Search instances"
        placeholder="Name, external id or alias"
        leftSection={<Search size={14} />}
        w={220}
        value={filters.search}
        onChange={(event) => change({ ...filters, search: event.currentTarget.value })}
      />
      {labels.length > 0 && (
        <Select
          aria-label="Label"
          placeholder="Label"
          clearable
          searchable
          w={140}
          data={labels.map(({ label, count }) => ({ value: label, label: `${label} (${count})` }))}
          value={filters.label}
          onChange={(label) => change({ ...filters, label })}
        />
      )}
      <Select
        aria-label="Version"
        placeholder="Version"
        clearable
        w={110}
        data={versions.map(({ number }) => String(number))}
        value={filters.version}
        onChange={(version) => change({ ...filters, version })}
      />
      <Select
        aria-label="State"
        placeholder="State"
        clearable
        w={110}
        data={[
          { value: "true", label: "on" },
          { value: "false", label: "paused" },
        ]}
        value={filters.enabled}
        onChange={(enabled) => change({ ...filters, enabled })}
      />
    </Group>
  )
}
