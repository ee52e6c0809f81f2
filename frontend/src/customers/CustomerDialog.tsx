import { TagsInput, TextInput } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { Customer } from "../api/types"
import { useLabels } from "../rollouts/rolloutData"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"

/** Makes a customer, or changes one. */
export function CustomerDialog({ customer, close }: { customer?: Customer; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(customer?.name ?? "")
  const [externalId, setExternalId] = useState(customer?.externalId ?? "")
  const [aliases, setAliases] = useState(customer?.aliases ?? [])
  const [labels, setLabels] = useState(customer?.labels ?? [])
  const known = useLabels().data ?? []
  const submit = async () => {
    const body = { name, externalId, aliases, labels }
    const saved = customer
      ? await api.patch<Customer>(`/api/customers/${customer.id}`, body)
      : await api.post<Customer>("/api/customers", body)
    await queries.invalidateQueries({ queryKey: ["/api/customers"] })
    if (!customer) navigate(`/customers/${saved.id}`)
  }
  return (
    <FormDialog
      title={customer ? `Change ${customer.name}` : "New customer"}
      action={customer ? "Save" : "Create"}
      submit={submit}
      close={close}
      disabled={name.trim() === "" || externalId.trim() === ""}
    >
      <Field name="name">
        <TextInput
          label="Name"
          placeholder="Northwind Outfitters"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field name="externalId">
        <TextInput
          label="External id"
          description="Your own id for this customer, which requests are matched by."
          placeholder="progix-100"
          required
          withAsterisk={false}
          maxLength={200}
          value={externalId}
          onChange={(event) => setExternalId(event.currentTarget.value)}
        />
      </Field>
      <Field name="aliases">
        <TagsInput
          label="Aliases"
          description="What outside services call this customer. Press Enter after each."
          placeholder={aliases.length === 0 ? "A06DFFAC" : ""}
          value={aliases}
          acceptValueOnBlur
          onChange={setAliases}
        />
      </Field>
      <Field name="labels">
        <TagsInput
          label="Labels"
          description="Your own words to find customers by, and to publish to some first."
          placeholder={labels.length === 0 ? "pilot" : ""}
          data={known.map(({ label }) => label)}
          value={labels}
          maxLength={100}
          acceptValueOnBlur
          onChange={setLabels}
        />
      </Field>
    </FormDialog>
  )
}
