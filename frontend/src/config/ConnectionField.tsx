/** Chooses one of the customer's connections to a service, or makes one. A form that is only tried has no customer to choose for. */
import { ActionIcon, Select, Tooltip } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { createContext, useContext, useState } from "react"
import { api } from "../api/client"
import type { Connection, Page } from "../api/types"
import { ConnectDialog } from "../connections/ConnectDialog"
import { statusWords } from "../connections/words"
import classes from "./config.module.css"
import type { ValueFieldProps } from "./ValueField"

/** Whose connections are offered: the id of a customer. */
export const OwnerContext = createContext<string | null>(null)

export function ConnectionField({
  variable,
  label,
  ariaLabel,
  description,
  required,
  value,
  wrong,
  change,
}: ValueFieldProps) {
  const customer = useContext(OwnerContext)
  const [connecting, setConnecting] = useState(false)
  const service = variable.service ?? ""
  const connections = useQuery({
    queryKey: ["/api/connections", customer, service],
    queryFn: () => api.get<Page<Connection>>("/api/connections", { customer: customer ?? "", service, limit: 200 }),
    enabled: customer !== null && service !== "",
  })
  const offered = (connections.data?.results ?? []).map((one) => ({
    value: one.id,
    label: `${one.name} (${statusWords(one)})`,
  }))
  const chosen = typeof value === "string" && value !== "" ? value : null
  const gone = chosen !== null && connections.isSuccess && !offered.some((one) => one.value === chosen)
  return (
    <div className={classes.row} data-end={customer !== null || undefined}>
      <Select
        className={classes.grow ?? ""}
        label={label}
        aria-label={ariaLabel}
        description={description}
        required={required ?? false}
        withAsterisk={false}
        clearable={!required}
        disabled={customer === null}
        placeholder={
          customer === null ? `The customer's account at ${service || "the service"}` : "Choose a connection"
        }
        nothingFoundMessage="No connection to this service yet"
        data={gone ? [...offered, { value: chosen, label: `${chosen} (gone)` }] : offered}
        value={chosen}
        error={wrong[0]?.text}
        onChange={(next) => change(next ?? undefined)}
      />
      {customer !== null && service !== "" && (
        <Tooltip label="Connect another account">
          <ActionIcon
            variant="default"
            size={30}
            aria-label={`Connect another account for ${variable.name ?? service}`}
            onClick={() => setConnecting(true)}
          >
            <Plus size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      {connecting && (
        <ConnectDialog
          customer={customer}
          service={service}
          taken={connections.data?.results.map(({ name }) => name) ?? []}
          connected={({ id }) => change(id)}
          close={() => setConnecting(false)}
        />
      )}
    </div>
  )
}
