/** Chooses a customer; the server searches by name, external id and alias. */
import { Select } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { type ReactNode, useState } from "react"
import type { Customer } from "../api/types"
import { useChoices } from "../ui/paged"

interface CustomerSelectProps {
  label: string
  value: Customer | null
  /** Why the server refuses it. */
  error?: ReactNode
  change: (customer: Customer | null) => void
}

export function CustomerSelect({ label, value, error, change }: CustomerSelectProps) {
  const [text, setText] = useState("")
  const [search] = useDebouncedValue(text === shown(value) ? "" : text, 200)
  const found = useChoices<Customer>("/api/customers", { search }).data ?? []
  const choices = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found
  return (
    <Select
      label={label}
      error={error}
      placeholder="Name, external id or alias"
      searchable
      clearable
      nothingFoundMessage="No such customer"
      // The server has searched, aliases too; nothing of what it found may be hidden again.
      filter={({ options }) => options}
      data={choices.map((customer) => ({ value: customer.id, label: shown(customer) }))}
      value={value?.id ?? null}
      onSearchChange={setText}
      onChange={(id) => change(choices.find((customer) => customer.id === id) ?? null)}
    />
  )
}

const shown = (customer: Customer | null): string => (customer ? `${customer.name} (${customer.externalId})` : "")
