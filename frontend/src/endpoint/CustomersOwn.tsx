/** Each customer's own credential in place of one for all: which config variable names it. */
import { Select } from "@mantine/core"
import type { SettingProps } from "./StopSettings"

export function CustomersOwn({ open, wrong }: SettingProps) {
  const { definition, endpoint, change } = open
  const chosen = endpoint.customerCredential ?? null
  const fitting = (definition.configVariables ?? [])
    .filter(({ type = "string", visibility }) => type === "string" && visibility === "organization")
    .map(({ key, name }) => ({ value: key, label: name }))
  if (fitting.length === 0 && !chosen) return null
  const known = fitting.some(({ value }) => value === chosen)
  return (
    <Select
      label="Each customer's own credential"
      data-field="customerCredential"
      description="The config variable whose value, in each instance, is the key of that customer's credential. It takes the place of one for all, and is checked before anything runs."
      placeholder="No: one credential for all"
      clearable
      maw={440}
      data={chosen && !known ? [...fitting, { value: chosen, label: `${chosen} (missing)` }] : fitting}
      value={chosen}
      error={wrong.customerCredential}
      onChange={(key) => change({ customerCredential: key ?? undefined })}
    />
  )
}
