import { Anchor, Select } from "@mantine/core"
import { Link } from "react-router"
import type { Service } from "../api/types"
import { useChoices } from "../ui/paged"

interface ServiceSelectProps {
  value: string | null
  error: string | undefined
  change: (key: string | undefined) => void
}

/** The outside service a connection is for, by key. */
export function ServiceSelect({ value, error, change }: ServiceSelectProps) {
  const services = useChoices<Service>("/api/services")
  const known = (services.data ?? []).map(({ key, name }) => ({ value: key, label: name }))
  // A key that exists no more must stay visible, or the problem could not be understood.
  const gone = value !== null && services.data && !known.some((one) => one.value === value)
  return (
    <Select
      label="Service"
      description={
        <>
          Whose accounts customers connect. They are described under{" "}
          <Anchor component={Link} to="/services" inherit underline="always">
            Services
          </Anchor>
          .
        </>
      }
      placeholder="Choose a service"
      searchable
      nothingFoundMessage="No service yet"
      data={gone ? [...known, { value, label: `${value} (missing)` }] : known}
      value={value}
      error={error}
      onChange={(next) => change(next ?? undefined)}
    />
  )
}
