/** What an integration sets once for a connector, such as a signing secret. What is stored is never shown again. */
import { Checkbox, PasswordInput, Skeleton, Text } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import { asVariable } from "../config/asVariable"
import { ValueField } from "../config/ValueField"
import type { FormSchema } from "../flow/definition"
import { useRefusals } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { messageOf } from "../ui/fieldNames"
import { ProblemNotice, tell } from "../ui/Problem"

interface ParametersSet {
  parametersSchema: FormSchema
  names: string[]
}

interface ParametersDialogProps {
  integrationId: string
  connector: string
  name: string
  close: () => void
}

export function ParametersDialog({ integrationId, connector, name, close }: ParametersDialogProps) {
  const path = `/api/integrations/${integrationId}/connectors/${connector}/parameters`
  const queries = useQueryClient()
  const stored = useQuery({ queryKey: [path], queryFn: () => api.get<ParametersSet>(path), staleTime: 0 })
  // By name what was typed; null takes away what is stored.
  const [given, setGiven] = useState<Record<string, unknown>>({})
  const set = (key: string, value: unknown) => {
    const { [key]: _before, ...rest } = given
    setGiven(value === undefined || value === "" ? rest : { ...rest, [key]: value })
  }
  const submit = async () => {
    await api.put(path, { parameters: given })
    await queries.invalidateQueries({ queryKey: [path] })
    tell(`The parameters of ${name} are stored.`)
  }
  const fields = Object.entries(stored.data?.parametersSchema.properties ?? {})
  return (
    <FormDialog
      title={`Parameters of ${name}`}
      action="Save"
      submit={submit}
      close={close}
      disabled={Object.keys(given).length === 0}
    >
      <Text size="sm">Set once for this integration; the connector's functions get them for every customer.</Text>
      {stored.isPending && <Skeleton h={60} />}
      {stored.isError && <ProblemNotice failure={stored.error} />}
      {stored.data && fields.length === 0 && (
        <Text size="sm" c="dimmed">
          This connector asks for none.
        </Text>
      )}
      {fields.map(([key, schema]) => (
        <Parameter
          key={key}
          name={key}
          label={schema.title ?? key}
          schema={schema}
          required={stored.data?.parametersSchema.required?.includes(key) ?? false}
          isStored={stored.data?.names.includes(key) ?? false}
          value={given[key]}
          change={(value) => set(key, value)}
        />
      ))}
    </FormDialog>
  )
}

interface ParameterProps {
  name: string
  label: string
  schema: FormSchema
  required: boolean
  isStored: boolean
  value: unknown
  change: (value: unknown) => void
}

function Parameter({ name, label, schema, required, isStored, value, change }: ParameterProps) {
  const goes = value === null
  const refused = useRefusals(`parameters.${name}`, value)
  const hint =
    isStored && !goes ? `${schema.description ?? ""} It is set; leave it empty to keep it.` : schema.description
  const needed = required && !isStored
  return (
    <div>
      {!goes &&
        (schema.type === "string" && !schema.enum && !schema.oneOf ? (
          <PasswordInput
            label={label}
            description={hint}
            required={needed}
            withAsterisk={false}
            autoComplete="new-password"
            error={refused.map(messageOf).join(" ") || null}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => change(event.currentTarget.value)}
          />
        ) : (
          <ValueField
            variable={asVariable(schema)}
            label={label}
            description={hint}
            required={needed}
            value={value}
            wrong={refused.map(({ way, message }) => ({ way, text: message }))}
            change={change}
          />
        ))}
      {isStored && !required && (
        <Checkbox
          size="xs"
          mt={goes ? 0 : 6}
          label={`Take ${label} away`}
          checked={goes}
          onChange={(event) => change(event.currentTarget.checked ? null : undefined)}
        />
      )}
    </div>
  )
}
