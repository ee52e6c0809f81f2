/** How much history there is, how long it is kept, and what the operator allows. */
import { Alert, Button, List, NumberInput, Progress, Skeleton, Stack, Text } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { TriangleAlert } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Storage } from "../api/types"
import { useSession } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { type Kept, lostBy, sizeWords } from "./words"

const PATH = "/api/storage"

const OVER: Record<string, string> = {
  storage_quota: "This tenant stores more than it may. Keep history for less time, or ask whoever runs this Hookyard.",
  executions_quota:
    "This tenant ran the executions it may run, today or this month (UTC). Ask whoever runs this Hookyard for more.",
  queue_full: "Too many executions wait to run. Requests are taken again when some have run.",
}

export function StorageSettings() {
  const storage = useQuery({ queryKey: [PATH], queryFn: () => api.get<Storage>(PATH), refetchInterval: 30_000 })
  if (storage.isError) return <ProblemNotice failure={storage.error} retry={() => void storage.refetch()} />
  if (!storage.data) return <Skeleton h={320} mx="lg" maw={520} />
  return (
    <Stack maw={520} px="lg" pb="xl" gap="lg">
      {storage.data.over && (
        <Alert color="red" variant="light" icon={<TriangleAlert size={18} />} title="Requests are turned away with 429">
          {OVER[storage.data.over] ?? storage.data.over}
        </Alert>
      )}
      <Use storage={storage.data} />
      <Form storage={storage.data} />
    </Stack>
  )
}

function Use({ storage }: { storage: Storage }) {
  const { use, quotaMegabytes, quotaExecutionsPerDay, quotaExecutionsPerMonth, quotaQueued, quotaDeliveries } = storage
  return (
    <Stack gap="xs">
      <Text component="h2" fw={600} size="sm" m={0}>
        In use
      </Text>
      <Text size="sm">
        {use.requests.toLocaleString("en")} requests and {use.executions.toLocaleString("en")} executions,{" "}
        {sizeWords(use.bytes)}. Counted once a minute.
      </Text>
      {quotaMegabytes !== null && (
        <Quota
          label={`Storage: ${sizeWords(use.bytes)} of ${sizeWords(quotaMegabytes * 1e6)}`}
          part={use.bytes / (quotaMegabytes * 1e6)}
        />
      )}
      {quotaExecutionsPerDay !== null && (
        <Quota
          label={`Executions today: ${use.executionsToday.toLocaleString("en")} of ${quotaExecutionsPerDay.toLocaleString("en")}`}
          part={use.executionsToday / quotaExecutionsPerDay}
        />
      )}
      {quotaExecutionsPerMonth !== null && (
        <Text size="sm">At most {quotaExecutionsPerMonth.toLocaleString("en")} executions a month.</Text>
      )}
      {quotaQueued !== null && (
        <Text size="sm">At most {quotaQueued.toLocaleString("en")} executions may wait to run.</Text>
      )}
      {quotaDeliveries !== null && use.deliveriesWaiting !== null && (
        <Quota
          label={`Events that wait to be delivered: ${use.deliveriesWaiting.toLocaleString("en")} of ${quotaDeliveries.toLocaleString("en")}`}
          part={quotaDeliveries ? use.deliveriesWaiting / quotaDeliveries : 1}
        />
      )}
    </Stack>
  )
}

function Quota({ label, part }: { label: string; part: number }) {
  const percent = Math.min(100, Math.round(part * 100))
  return (
    <div>
      <Text size="sm">{label}</Text>
      <Progress value={percent} aria-label={label} {...(part >= 0.9 && { color: "red" })} mt={4} />
    </div>
  )
}

const FIELDS = [
  ["requestDays", "Requests", "Days. Unrouted ones go too; those an execution still needs stay."],
  ["executionDays", "Executions", "Days, with their steps. What has not ended stays."],
  ["auditDays", "Audit log", "Days, 30 at least."],
  ["keepRows", "At most so many of each", "Requests, and executions; the oldest go first."],
  ["keepMegabytes", "At most so many megabytes", "Of both together; the oldest go first."],
] as const

const leastOf = (name: keyof Kept): number => (name === "auditDays" ? 30 : 1)

const tooLittle = (name: keyof Kept, bound: number | null): string | null =>
  bound !== null && bound < leastOf(name) ? `At least ${leastOf(name)}. Leave it empty to keep everything.` : null

function Form({ storage }: { storage: Storage }) {
  const queries = useQueryClient()
  const owner = useSession().can("owner")
  const [form, setForm] = useState<Kept>(() => ({
    requestDays: storage.requestDays,
    executionDays: storage.executionDays,
    auditDays: storage.auditDays,
    keepRows: storage.keepRows,
    keepMegabytes: storage.keepMegabytes,
  }))
  const save = useMutation({
    mutationFn: () => api.patch<Storage>(PATH, form),
    onSuccess: (saved) => {
      queries.setQueryData([PATH], saved)
      tell("Saved. What is no longer kept goes within a minute, a little at a time.")
    },
  })
  const [asking, setAsking] = useState(false)
  const lost = lostBy(storage, form)
  const send = async () => {
    if (FIELDS.some(([name]) => tooLittle(name, form[name]))) return
    if (lost.length > 0) setAsking(true)
    else await save.mutateAsync()
  }
  return (
    <ApiForm send={send} failure={save.error}>
      {asking && (
        <FormDialog
          title="Delete older history?"
          action="Save and delete"
          danger
          // What is wrong shows at its field.
          submit={() => save.mutateAsync().catch(() => null)}
          close={() => setAsking(false)}
        >
          <Text size="sm">What goes cannot be brought back. It begins within a minute of saving:</Text>
          <List size="sm">
            {lost.map((words) => (
              <List.Item key={words}>{words}</List.Item>
            ))}
          </List>
        </FormDialog>
      )}
      <Stack gap="md">
        <Text component="h2" fw={600} size="sm" m={0}>
          Kept for
        </Text>
        {FIELDS.map(([name, label, description]) => (
          <Field key={name} name={name}>
            <NumberInput
              label={label}
              description={description}
              placeholder={name.endsWith("Days") ? "For ever" : "No bound"}
              min={leastOf(name)}
              // Nobody who types 0 for "no bound" means one day.
              clampBehavior="none"
              allowDecimal={false}
              thousandSeparator=","
              disabled={!owner}
              value={form[name] ?? ""}
              error={tooLittle(name, form[name])}
              onChange={(value) => setForm({ ...form, [name]: typeof value === "number" ? value : null })}
            />
          </Field>
        ))}
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
