/** Gives the id that a request named to a customer, for good, and sends the request on its way again. */
import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Customer, InboundRequestDetail, Page } from "../api/types"
import { askedCustomer } from "../bench/stages"
import { CustomerSelect } from "../customers/CustomerSelect"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { tellProblem } from "../ui/Problem"
import { type Replayed, useAfterReplay } from "./replayed"

export function MapDialog({ request, close }: { request: InboundRequestDetail; close: () => void }) {
  const after = useAfterReplay()
  const [customer, setCustomer] = useState<Customer | null>(null)
  const [alias, setAlias] = useState(askedCustomer(request.trace))
  const submit = async () => {
    await after(await api.post<Replayed>(`/api/requests/${request.id}/map`, { customer: customer?.id, alias }))
  }
  const takeNearest = (externalId: string) =>
    api
      .get<Page<Customer>>("/api/customers", { search: externalId })
      .then(({ results }) => setCustomer(results.find((one) => one.externalId === externalId) ?? null))
      .catch(tellProblem)
  return (
    <FormDialog
      title="Map to customer"
      action="Map and replay"
      submit={submit}
      close={close}
      disabled={!customer || alias.trim() === ""}
    >
      <Text size="sm">
        From now on the customer is known by this alias too, so the next request finds its way alone. This one is
        replayed at once.
      </Text>
      <Field name="customer">
        <CustomerSelect label="Customer" value={customer} change={setCustomer} />
      </Field>
      {request.nearest.length > 0 && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            Closest to what the request named:
          </Text>
          <Group gap={6}>
            {request.nearest.map((near) => (
              <Button
                key={near.externalId}
                variant="default"
                size="compact-xs"
                onClick={() => void takeNearest(near.externalId)}
              >
                {near.name} ({near.externalId})
              </Button>
            ))}
          </Group>
        </Stack>
      )}
      <Field name="alias">
        <TextInput
          label="Alias"
          description="What the request called its customer."
          required
          withAsterisk={false}
          maxLength={200}
          value={alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
      </Field>
      <Text size="xs" c="dimmed">
        Not among your customers yet?{" "}
        <Anchor component={Link} to="/customers" inherit>
          Add it there
        </Anchor>{" "}
        with this alias, then replay the request.
      </Text>
    </FormDialog>
  )
}
