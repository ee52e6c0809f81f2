/** Switches a published integration on for a customer. */
import { Anchor, Select, Skeleton, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Customer, Integration, Version } from "../api/types"
import { ConfigFields } from "../config/ConfigFields"
import { OwnerContext } from "../config/ConnectionField"
import { askedNow } from "../config/shown"
import { anyProblem, type FormValues, formValues, valuesToSend } from "../config/values"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { tell } from "../ui/Problem"
import { useChoices } from "../ui/paged"
import { useInstancesChanged } from "./changed"
import { useConfigVariables } from "./useConfigVariables"

export function DeployDialog({ customer, close }: { customer: Customer; close: () => void }) {
  const changed = useInstancesChanged()
  const integrations = useChoices<Integration>("/api/integrations")
  const [integrationId, setIntegrationId] = useState<string | null>(null)
  const [version, setVersion] = useState<number | null>(null)
  const [edited, setEdited] = useState<FormValues | null>(null)
  const asked = useConfigVariables(integrationId, version).data
  const values = edited ?? formValues(asked?.variables ?? [])
  const variables = asked && askedNow(asked, values)

  const deployed = new Set(customer.instances.map(({ integration }) => integration.id))
  const offered = (integrations.data ?? []).filter(({ id, liveVersion }) => liveVersion !== null && !deployed.has(id))
  const choose = (id: string | null) => {
    setIntegrationId(id)
    setVersion(offered.find((integration) => integration.id === id)?.liveVersion ?? null)
    setEdited(null)
  }
  const submit = async () => {
    const config = valuesToSend(variables ?? [], values)
    await api.post("/api/instances", { integration: integrationId, customer: customer.id, version, config })
    tell(`Deployed to ${customer.name}.`)
    await changed()
  }
  return (
    <FormDialog
      title={`Deploy to ${customer.name}`}
      action="Deploy"
      submit={submit}
      close={close}
      disabled={!variables || anyProblem(variables, values)}
    >
      {integrations.data && offered.length === 0 ? (
        <Text size="sm">
          No published integration is left to deploy here. Publish one under{" "}
          <Anchor component={Link} to="/" inherit>
            Integrations
          </Anchor>{" "}
          first.
        </Text>
      ) : (
        <Field name="integration">
          <Select
            label="Integration"
            placeholder="Choose a published one"
            searchable
            allowDeselect={false}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={integrationId}
            onChange={choose}
          />
        </Field>
      )}
      {integrationId && <VersionSelect integrationId={integrationId} version={version} change={setVersion} />}
      {integrationId &&
        (variables ? (
          <OwnerContext.Provider value={customer.id}>
            <ConfigFields variables={variables} values={values} change={setEdited} />
          </OwnerContext.Provider>
        ) : (
          <Skeleton h={60} />
        ))}
    </FormDialog>
  )
}

interface VersionSelectProps {
  integrationId: string
  version: number | null
  change: (version: number) => void
}

function VersionSelect({ integrationId, version, change }: VersionSelectProps) {
  const versions = useQuery({
    queryKey: ["versions", integrationId],
    queryFn: () => api.get<Version[]>(`/api/integrations/${integrationId}/versions`),
  })
  return (
    <Field name="version">
      <Select
        label="Version"
        allowDeselect={false}
        data={(versions.data ?? []).map(({ number, comment }, index) => ({
          value: String(number),
          label: `${number}${index === 0 ? ", live" : ""}${comment ? `: ${comment}` : ""}`,
        }))}
        value={version === null ? null : String(version)}
        onChange={(value) => value && change(Number(value))}
      />
    </Field>
  )
}
