import { Button, NumberInput, Skeleton, Stack, Switch, TextInput } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import { SESSION_QUERY, useSession } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { CopyField } from "../ui/CopyField"
import { ProblemNotice, tell } from "../ui/Problem"

interface Tenant {
  id: string
  slug: string
  name: string
  requestsPerSecond: number | null
  allowQueryEndpoint: boolean
}

export function TenantSettings() {
  const tenant = useQuery({ queryKey: ["tenant"], queryFn: () => api.get<Tenant>("/api/tenant") })
  if (tenant.isError) return <ProblemNotice failure={tenant.error} retry={() => void tenant.refetch()} />
  return (
    <Stack maw={520} px="lg" pb="xl" gap="md">
      {tenant.data ? <Form tenant={tenant.data} /> : <Skeleton h={220} />}
    </Stack>
  )
}

function Form({ tenant }: { tenant: Tenant }) {
  const queries = useQueryClient()
  const owner = useSession().can("owner")
  const [form, setForm] = useState({
    name: tenant.name,
    requestsPerSecond: tenant.requestsPerSecond,
    allowQueryEndpoint: tenant.allowQueryEndpoint,
  })
  const save = useMutation({
    mutationFn: () => api.patch<Tenant>("/api/tenant", form),
    onSuccess: async (saved) => {
      queries.setQueryData(["tenant"], saved)
      tell("Saved.")
      await queries.invalidateQueries({ queryKey: SESSION_QUERY })
    },
  })
  return (
    <ApiForm send={() => save.mutateAsync()} failure={save.error}>
      <Stack gap="md">
        <CopyField label="Tenant id" value={tenant.id} hint="Part of every public URL of this tenant." />
        <Field name="name">
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            disabled={!owner}
            maxLength={120}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
        </Field>
        <Field name="requestsPerSecond">
          <NumberInput
            label="Requests per second"
            description="Over all its endpoints. More is answered 429 with Retry-After."
            placeholder="No limit"
            min={1}
            // Nobody who types 0 means one a second.
            clampBehavior="none"
            allowDecimal={false}
            disabled={!owner}
            value={form.requestsPerSecond ?? ""}
            onChange={(value) => setForm({ ...form, requestsPerSecond: typeof value === "number" ? value : null })}
          />
        </Field>
        <Field name="allowQueryEndpoint">
          <Switch
            label="Answer the query form of flow URLs"
            description="/restendpoint?tenant_id=…&flow_id=… names a flow by ids alone, without the unguessable part. Use credentials with it."
            disabled={!owner}
            checked={form.allowQueryEndpoint}
            onChange={(event) => setForm({ ...form, allowQueryEndpoint: event.currentTarget.checked })}
          />
        </Field>
        <Unplaced />
        {owner && (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            Save
          </Button>
        )}
      </Stack>
    </ApiForm>
  )
}
