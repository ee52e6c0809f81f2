/** A filter by one customer, whom the server finds by name, external id, alias or label among however many there are. */
import { Select } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Customer } from "../api/types"
import { useFilter } from "../ui/Filters"
import { useChoices } from "../ui/paged"

export function CustomerFilter() {
  const [id, setId] = useFilter("customer")
  const [text, setText] = useState("")
  const chosen = useQuery({
    queryKey: ["/api/customers", id],
    queryFn: () => api.get<Customer>(`/api/customers/${id}`),
    enabled: id !== "",
    retry: false,
  }).data
  const [search] = useDebouncedValue(text === chosen?.name ? "" : text, 200)
  const found = useChoices<Customer>("/api/customers", { search }).data ?? []
  const choices = chosen && !found.some((one) => one.id === chosen.id) ? [chosen, ...found] : found
  return (
    <Select
      aria-label="Customer"
      placeholder="Customer"
      clearable
      searchable
      nothingFoundMessage="Nobody is known by that"
      w={170}
      // The server has searched, aliases too; nothing of what it found may be hidden again.
      filter={({ options }) => options}
      data={choices.map((customer) => ({ value: customer.id, label: customer.name }))}
      value={id || null}
      onSearchChange={setText}
      onChange={setId}
    />
  )
}
