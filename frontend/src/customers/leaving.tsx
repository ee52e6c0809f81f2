/** A customer goes: alone, once nothing is switched on for it, or with all that is kept of it. */
import { Alert, List, Text, TextInput } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Eraser } from "lucide-react"
import { useEffect, useState } from "react"
import { useNavigate } from "react-router"
import { ApiProblem, api } from "../api/client"
import type { Customer, Erasure } from "../api/types"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { tell } from "../ui/Problem"

interface Props {
  customer: Customer
  close: () => void
}

export function DeleteCustomer({ customer, close }: Props) {
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

export function EraseCustomer({ customer, close }: Props) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState("")
  const begin = async () => {
    await api.post(`/api/customers/${customer.id}/erase`, { confirm: typed })
    await queries.invalidateQueries({ queryKey: ["/api/customers"] })
  }
  return (
    <FormDialog
      title={`Delete ${customer.name} with all data?`}
      action="Delete all data"
      danger
      submit={begin}
      close={close}
      disabled={typed !== customer.externalId}
    >
      <Text size="sm">This cannot be taken back. Export all data first if anybody may ask for it.</Text>
      <List size="sm" spacing={2}>
        <List.Item>Its URLs answer 404 at once, and nothing waiting for it runs any more.</List.Item>
        <List.Item>Flows that start when an instance is deleted still run, for ten minutes at most.</List.Item>
        <List.Item>
          Then its instances, connections, stored values, requests and executions go, and its name in the audit log.
        </List.Item>
      </List>
      <Field name="confirm">
        <TextInput
          label={`Type ${customer.externalId} to confirm`}
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  )
}

/** How far deleting all data came; leads away when there is nothing left to show. */
export function Leaving({ customer }: { customer: Customer }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const erasure = useQuery({
    queryKey: ["erasure", customer.id],
    queryFn: async () => {
      try {
        return await api.get<Erasure>(`/api/customers/${customer.id}/erase`)
      } catch (failure) {
        if (failure instanceof ApiProblem && failure.status === 404) return null
        throw failure
      }
    },
    refetchInterval: 1000,
  }).data
  const gone = erasure === null
  useEffect(() => {
    if (!gone) return
    tell(`All data of ${customer.name} is deleted.`)
    navigate("/customers")
    queries.removeQueries({ queryKey: ["/api/customers", customer.id] })
    void queries.invalidateQueries({ queryKey: ["/api/customers"] })
  }, [gone, customer, navigate, queries])
  return (
    <Alert color="red" variant="light" icon={<Eraser size={18} />} title="All data of this customer is being deleted">
      <Text size="sm" role="status">
        {erasure
          ? `Now: ${erasure.phaseWords}. ${erasure.requests} requests and ${erasure.executions} executions are gone.`
          : "Beginning…"}{" "}
        It goes on when you leave this page, and after a restart.
      </Text>
    </Alert>
  )
}
