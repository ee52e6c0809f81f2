/** Chooses a credential of the tenant by its key, or makes one on the spot. */
import { Button, Group, Select } from "@mantine/core"
import { Plus } from "lucide-react"
import { useState } from "react"
import type { Credential } from "../api/types"
import { useChoices } from "../ui/paged"
import { CredentialDialog } from "./CredentialDialog"

interface CredentialSelectProps {
  label: string
  description?: string
  /** What choosing none means. */
  none: string
  value: string | null
  error?: string | undefined
  change: (key: string | null) => void
}

export function CredentialSelect({ label, description, none, value, error, change }: CredentialSelectProps) {
  const credentials = useChoices<Credential>("/api/credentials")
  const [making, setMaking] = useState(false)
  const known = (credentials.data ?? []).map(({ key, name, schemeTitle }) => ({
    value: key,
    label: `${name} (${schemeTitle})`,
  }))
  // A key that exists no more must stay visible, or the problem could not be understood.
  const gone = value && credentials.data && !known.some((one) => one.value === value)
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Select
        label={label}
        description={description}
        placeholder={none}
        clearable
        searchable
        flex={1}
        nothingFoundMessage="No such credential"
        data={gone ? [{ value, label: `${value} (missing)` }, ...known] : known}
        value={value}
        error={error}
        onChange={change}
      />
      <Button variant="default" leftSection={<Plus size={14} />} onClick={() => setMaking(true)}>
        New credential
      </Button>
      {making && <CredentialDialog close={() => setMaking(false)} saved={(made) => change(made.key)} />}
    </Group>
  )
}
