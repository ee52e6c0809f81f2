/** Who is on which version, with the upgrade beside it. */
import { Anchor, Group, Text, Title } from "@mantine/core"
import { Users } from "lucide-react"
import { Link } from "react-router"
import type { Instance, Version } from "../api/types"
import { InstanceState } from "../customers/InstanceState"
import { UpgradeMenu } from "../customers/UpgradeMenu"
import { useSession } from "../shell/session"
import { type Column, DataTable } from "../ui/DataTable"
import { usePaged } from "../ui/paged"

export function InstancesOfIntegration({ integrationId, versions }: { integrationId: string; versions: Version[] }) {
  const rows = usePaged<Instance>("/api/instances", { integration: integrationId })
  const operator = useSession().can("operator")
  const columns: Column<Instance>[] = [
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
      <Group px="lg" pb="xs" pt="sm">
        <Title order={2}>Instances</Title>
      </Group>
      <DataTable
        label="Instances"
        columns={columns}
        rows={rows}
        rowKey={(instance) => instance.id}
        empty={
          <Group gap={8} px="lg" pb="lg">
            <Users size={15} color="var(--hy-muted)" aria-hidden />
            <Text c="dimmed">
              Nobody has it yet. Open a{" "}
              <Anchor component={Link} to="/customers" inherit>
                customer
              </Anchor>{" "}
              to deploy it there.
            </Text>
          </Group>
        }
      />
    </section>
  )
}
