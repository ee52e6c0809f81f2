/** One customer: what it is known by, and its instances. */
import { Badge, Button, Group, Text, Title } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Boxes, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { Link, useNavigate, useParams } from "react-router"
import { api } from "../api/client"
import type { Customer, Instance } from "../api/types"
import { Facts } from "../bench/Facts"
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
            {operator && <Actions open={setDialog} />}
          </>
        }
      />
      <div className={classes.page}>
        <Identity customer={customer} />
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
    <>
      <Button variant="default" leftSection={<Trash2 size={15} />} onClick={() => open("delete")}>
        Delete
      </Button>
      <Button variant="default" leftSection={<Pencil size={15} />} onClick={() => open("edit")}>
        Edit
      </Button>
      <Button leftSection={<Plus size={15} />} onClick={() => open("deploy")}>
        Deploy an integration
      </Button>
    </>
  )
}

function Identity({ customer }: { customer: Customer }) {
  return (
    <section className={classes.card} aria-label="Known by">
      <Facts
        facts={[
          ["External id", <code key="id">{customer.externalId}</code>],
          [
            "Aliases",
            <Group key="aliases" gap={4}>
              {customer.aliases.length === 0 && (
                <Text inherit c="dimmed">
                  None. Add what outside services call this customer, so that requests find it without a preprocess
                  flow.
                </Text>
              )}
              {customer.aliases.map((alias) => (
                <Badge key={alias} variant="default" size="sm" tt="none" ff="monospace">
                  {alias}
                </Badge>
              ))}
            </Group>,
          ],
        ]}
      />
    </section>
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
