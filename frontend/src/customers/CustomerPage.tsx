/** One customer: what it is known by, and its instances. */
import { Badge, Button, Group, Text, Title } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Boxes, Pencil, Plus, Trash2 } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Link, useNavigate, useParams } from "react-router"
import { api } from "../api/client"
import type { Customer, Instance } from "../api/types"
import { Facts } from "../bench/Facts"
import { CustomerConnections } from "../connections/CustomerConnections"
import { useSession } from "../shell/session"
import { Empty } from "../ui/Empty"
import { FormDialog } from "../ui/FormDialog"
import { PageHeader } from "../ui/PageHeader"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { usePaged } from "../ui/paged"
import { CustomerDialog } from "./CustomerDialog"
import classes from "./CustomerPage.module.css"
import { DeployDialog } from "./DeployDialog"
import { InstanceCard } from "./InstanceCard"

type Dialog = "edit" | "deploy" | "delete" | null

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
            {operator && (
              <Button leftSection={<Plus size={15} />} onClick={() => setDialog("deploy")}>
                Deploy an integration
              </Button>
            )}
          </>
        }
      />
      <div className={classes.page}>
        <Identity customer={customer} actions={operator && <Actions open={setDialog} />} />
        <CustomerConnections customer={customer} />
        <Instances customer={customer} deploy={operator ? () => setDialog("deploy") : null} />
      </div>
      {dialog === "edit" && <CustomerDialog customer={customer} close={close} />}
      {dialog === "deploy" && <DeployDialog customer={customer} close={close} />}
      {dialog === "delete" && <DeleteCustomer customer={customer} close={close} />}
    </>
  )
}

function Actions({ open }: { open: (dialog: Dialog) => void }) {
  return (
    <Group gap={6}>
      <Button variant="default" size="compact-xs" leftSection={<Pencil size={13} />} onClick={() => open("edit")}>
        Edit
      </Button>
      <Button variant="default" size="compact-xs" leftSection={<Trash2 size={13} />} onClick={() => open("delete")}>
        Delete
      </Button>
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

function Instances({ customer, deploy }: { customer: Customer; deploy: (() => void) | null }) {
  const instances = usePaged<Instance>("/api/instances", { customer: customer.id })
  if (instances.failure) return <ProblemNotice failure={instances.failure} retry={instances.reload} />
  if (!instances.items) return <PageSkeleton />
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

function DeleteCustomer({ customer, close }: { customer: Customer; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    await api.remove(`/api/customers/${customer.id}`)
    navigate("/customers")
    queries.removeQueries({ queryKey: ["/api/customers", customer.id] })
    await queries.invalidateQueries({ queryKey: ["/api/customers"] })
  }
  const used = customer.instances.length > 0
  return (
    <FormDialog title={`Delete ${customer.name}?`} action="Delete" danger submit={remove} close={close} disabled={used}>
      <Text size="sm">
        {used
          ? "Delete its instances first: their URLs stop working then."
          : "Requests that name it will be unrouted. What happened so far stays in the lists."}
      </Text>
    </FormDialog>
  )
}
