/** One customer: what it is known by, and its instances. */
import { ActionIcon, Badge, Button, Group, Menu, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Boxes, Download, Ellipsis, Eraser, Link2, Pencil, Plus, Trash2 } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Link, useParams } from "react-router"
import { api } from "../api/client"
import { download } from "../api/download"
import type { Customer, Instance } from "../api/types"
import { Facts } from "../bench/Facts"
import { CustomerConnections } from "../connections/CustomerConnections"
import { useSession } from "../shell/session"
import { Empty } from "../ui/Empty"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice, tellProblem } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { CustomerDialog } from "./CustomerDialog"
import classes from "./CustomerPage.module.css"
import { DeployDialog } from "./DeployDialog"
import { InstanceCard } from "./InstanceCard"
import { DeleteCustomer, EraseCustomer, Leaving } from "./leaving"
import { SetUpDialog } from "./SetUpDialog"

type Dialog = "setUp" | "edit" | "deploy" | "delete" | "erase" | null

export function CustomerPage() {
  const { id = "" } = useParams()
  const operator = useSession().can("operator")
  const [dialog, setDialog] = useState<Dialog>(null)
  const query = useQuery({
    queryKey: ["/api/customers", id],
    queryFn: () => api.get<Customer>(`/api/customers/${id}`),
  })
  if (query.isError) return <ProblemNotice failure={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <PageSkeleton />
  const customer = query.data
  const close = () => setDialog(null)
  return (
    <>
      <PageHeader
        title={customer.name}
        actions={
          <>
            <Button variant="default" component={Link} to={`/requests?customer=${customer.id}`}>
              Requests
            </Button>
            <Button variant="default" component={Link} to={`/executions?customer=${customer.id}`}>
              Executions
            </Button>
            {operator && !customer.leavingAt && (
              <>
                <Button variant="default" leftSection={<Link2 size={15} />} onClick={() => setDialog("setUp")}>
                  Set-up link
                </Button>
                <Button leftSection={<Plus size={15} />} onClick={() => setDialog("deploy")}>
                  Deploy an integration
                </Button>
              </>
            )}
          </>
        }
      />
      <div className={classes.page}>
        {customer.leavingAt && <Leaving customer={customer} />}
        <Identity
          customer={customer}
          actions={operator && !customer.leavingAt && <Actions customer={customer} open={setDialog} />}
        />
        <CustomerConnections customer={customer} />
        <Instances customer={customer} deploy={operator ? () => setDialog("deploy") : null} />
      </div>
      {dialog === "setUp" && <SetUpDialog customer={customer} close={close} />}
      {dialog === "edit" && <CustomerDialog customer={customer} close={close} />}
      {dialog === "deploy" && <DeployDialog customer={customer} close={close} />}
      {dialog === "delete" && <DeleteCustomer customer={customer} close={close} />}
      {dialog === "erase" && <EraseCustomer customer={customer} close={close} />}
    </>
  )
}

function Actions({ customer, open }: { customer: Customer; open: (dialog: Dialog) => void }) {
  const owner = useSession().can("owner")
  const save = () =>
    void download(`/api/customers/${customer.id}/export`, `${customer.externalId}.ndjson`).catch(tellProblem)
  return (
    <Group gap={6}>
      <Button variant="default" size="compact-xs" leftSection={<Pencil size={13} />} onClick={() => open("edit")}>
        Edit
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${customer.name}`}>
            <Ellipsis size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Download size={15} />} onClick={save}>
            Export all data
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={15} />} color="red" onClick={() => open("delete")}>
            Delete…
          </Menu.Item>
          {owner && (
            <Menu.Item leftSection={<Eraser size={15} />} color="red" onClick={() => open("erase")}>
              Delete with all data…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

function Identity({ customer, actions }: { customer: Customer; actions: ReactNode }) {
  return (
    <section className={classes.card} aria-label="Known by">
      <div className={classes.head}>
        <Facts
          facts={[
            ["External id", <code key="id">{customer.externalId}</code>],
            ["Aliases", <Aliases key="aliases" aliases={customer.aliases} />],
            ["Labels", <Labels key="labels" labels={customer.labels} />],
          ]}
        />
        {actions}
      </div>
    </section>
  )
}

function Aliases({ aliases }: { aliases: string[] }) {
  if (aliases.length === 0) {
    return (
      <Text inherit c="dimmed">
        None. Add what outside services call this customer, and requests find it by that too.
      </Text>
    )
  }
  return (
    <Group gap={4}>
      {aliases.map((alias) => (
        <Badge key={alias} variant="default" size="sm" tt="none" ff="monospace">
          {alias}
        </Badge>
      ))}
    </Group>
  )
}

function Labels({ labels }: { labels: string[] }) {
  if (labels.length === 0)
    return (
      <Text inherit c="dimmed">
        None. Labels choose who gets a version first.
      </Text>
    )
  return (
    <Group gap={4}>
      {labels.map((label) => (
        <Badge
          key={label}
          component={Link}
          to={`/customers?label=${encodeURIComponent(label)}`}
          variant="default"
          size="sm"
          tt="none"
          style={{ cursor: "pointer" }}
        >
          {label}
        </Badge>
      ))}
    </Group>
  )
}

function Instances({ customer, deploy }: { customer: Customer; deploy: (() => void) | null }) {
  const instances = usePaged<Instance>("/api/instances", { customer: customer.id })
  if (instances.failure) return <ProblemNotice failure={instances.failure} retry={instances.reload} />
  if (!instances.items) return <PageSkeleton part />
  if (instances.items.length === 0) {
    return (
      <Empty
        icon={Boxes}
        title="Nothing is switched on"
        text="Deploy a published integration to this customer. It gets its own config values, URLs and history."
        action={
          deploy && (
            <Button leftSection={<Plus size={15} />} onClick={deploy}>
              Deploy an integration
            </Button>
          )
        }
      />
    )
  }
  return (
    <section className={classes.list} aria-label="Instances">
      <Title order={2}>Instances</Title>
      {instances.items.map((instance) => (
        <InstanceCard key={instance.id} instance={instance} />
      ))}
    </section>
  )
}
