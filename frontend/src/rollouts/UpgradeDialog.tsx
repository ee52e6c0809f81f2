/** Moves one customer to a version, with the config values it asks for; nothing happens before it says what changes. */
import { Anchor, Skeleton, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Instance } from "../api/types"
import { ConfigFields } from "../config/ConfigFields"
import { OwnerContext } from "../config/ConnectionField"
import { askedNow } from "../config/shown"
import { anyProblem, type FormValues, formValues, problemsOf, valuesToSend } from "../config/values"
import { useInstancesChanged } from "../customers/changed"
import { useConfigVariables } from "../customers/useConfigVariables"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { ForecastView } from "./ForecastView"
import { useForecast } from "./rolloutData"

interface Props {
  integrationId: string
  instance: string
  version: number
  close: () => void
}

export function UpgradeDialog({ integrationId, instance: id, version, close }: Props) {
  const changed = useInstancesChanged()
  const instance = useQuery({
    queryKey: ["/api/instances", id],
    queryFn: () => api.get<Instance>(`/api/instances/${id}`),
  })
  const asked = useConfigVariables(integrationId, version).data
  const forecast = useForecast(integrationId, version, { instances: [id] })
  const [edited, setEdited] = useState<FormValues | null>(null)
  if (instance.isError) return <ProblemNotice failure={instance.error} />
  const stored = instance.data?.config
  const values = edited ?? formValues(asked?.variables ?? [], stored)
  const variables = asked && askedNow(asked, values)
  // What fits already is left alone; the fields shown are those that keep it back, and stay while they are filled in.
  const lacking = (variables ?? []).filter(
    (variable) => problemsOf(variable, formValues([variable], stored)[variable.key]).length > 0,
  )
  const name = instance.data?.customer.name ?? "the customer"
  const older = instance.data !== undefined && version < instance.data.version
  const submit = async () => {
    const config = lacking.length > 0 ? valuesToSend(variables ?? [], values) : undefined
    const after = await api.post<Instance>(`/api/instances/${id}/upgrade`, { version, ...(config && { config }) })
    await changed()
    tell(`${after.customer.name} is on version ${after.version} now. The URLs stayed the same.`)
  }
  return (
    <FormDialog
      title={`${older ? "Roll" : "Move"} ${name} ${older ? "back " : ""}to version ${version}`}
      action={older ? "Roll back" : "Move"}
      submit={submit}
      close={close}
      disabled={!variables || !instance.data || anyProblem(variables, values)}
    >
      {lacking.length === 0 ? (
        <ForecastView integrationId={integrationId} forecast={forecast.data} compareTo={version} leave={close} />
      ) : (
        <Text size="sm">
          Version {version} asks for what {name} does not have yet.{" "}
          <Anchor
            component={Link}
            inherit
            to={`/integrations/${integrationId}/versions/compare?from=${instance.data?.version}&to=${version}`}
          >
            What changes
          </Anchor>
        </Text>
      )}
      {!variables || !instance.data ? (
        <Skeleton h={60} />
      ) : (
        <OwnerContext.Provider value={instance.data.customer.id}>
          <ConfigFields variables={lacking} values={values} change={(some) => setEdited({ ...values, ...some })} />
        </OwnerContext.Provider>
      )}
    </FormDialog>
  )
}
