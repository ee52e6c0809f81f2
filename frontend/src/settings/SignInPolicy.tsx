/** Whether all members need two-factor sign-in, and from when on: those without it keep working until then. */
import { Button, Group, Select, Stack, Switch, Text, Title } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { SignInPolicy as Policy } from "../api/types"
import { SESSION_QUERY } from "../shell/session"
import { Field } from "../ui/ApiForm"
import { FormDialog } from "../ui/FormDialog"
import { ProblemNotice, tellProblem } from "../ui/Problem"

const QUERY = ["sign-in-policy"] as const
const DAY = 86_400_000
const GRACES = [
  { value: "0", label: "At once" },
  { value: "3", label: "In 3 days" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
]
const moment = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" })

export function SignInPolicy() {
  const queries = useQueryClient()
  const policy = useQuery({ queryKey: QUERY, queryFn: () => api.get<Policy>("/api/sign-in-policy") })
  const [asking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (since: string | null) => api.patch<Policy>("/api/sign-in-policy", { twoFactorFrom: since }),
    onSuccess: async (kept) => {
      queries.setQueryData(QUERY, kept)
      await queries.invalidateQueries({ queryKey: SESSION_QUERY })
    },
    onError: tellProblem,
  })
  if (policy.isError) return <ProblemNotice failure={policy.error} retry={() => void policy.refetch()} />
  const since = policy.data?.twoFactorFrom ?? null
  return (
    <Stack gap="xs" px="lg" component="section" aria-label="Signing in">
      <Title order={2}>Signing in</Title>
      <Switch
        label="All members need two-factor sign-in"
        description={since ? sayWhen(since, policy.data?.membersWithout ?? 0) : "Each member decides for themselves."}
        checked={since !== null}
        disabled={!policy.data || change.isPending}
        onChange={(event) => (event.currentTarget.checked ? setAsking(true) : change.mutate(null))}
      />
      {asking && policy.data && (
        <Grace
          without={policy.data.membersWithout}
          submit={(since) => change.mutateAsync(since)}
          close={() => setAsking(false)}
        />
      )}
      {since && new Date(since).getTime() > Date.now() && (
        <Group>
          <Button variant="default" onClick={() => setAsking(true)}>
            Change the day
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function sayWhen(since: string, without: number): string {
  const begun = new Date(since).getTime() <= Date.now()
  const still = without === 1 ? "1 member has" : `${without} members have`
  return `${begun ? "Since" : "From"} ${moment.format(new Date(since))}${begun ? "" : " on"}. ${still} none yet.`
}

interface GraceProps {
  without: number
  submit: (since: string) => Promise<unknown>
  close: () => void
}

function Grace({ without, submit, close }: GraceProps) {
  const [days, setDays] = useState("7")
  const since = new Date(Date.now() + Number(days) * DAY)
  return (
    <FormDialog
      title="Ask all members for two-factor sign-in"
      action="Ask for it"
      submit={() => submit(since.toISOString())}
      close={close}
    >
      <Field name="twoFactorFrom">
        <Select
          label="From when on"
          data={GRACES}
          allowDeselect={false}
          value={days}
          onChange={(value) => setDays(value ?? "7")}
        />
      </Field>
      <Text size="sm">
        {days === "0"
          ? "From now on who has none sees nothing but the page to set it up."
          : `Until ${moment.format(since)} a notice on every page asks for it. Then who has none sees nothing but the page to set it up.`}{" "}
        {without === 1 ? "1 member has" : `${without} members have`} none yet. API tokens go on working.
      </Text>
    </FormDialog>
  )
}
