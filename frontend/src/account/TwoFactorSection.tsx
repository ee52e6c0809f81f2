import { Button, Group, Skeleton, Stack, Text } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { ShieldCheck } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import type { Account } from "../api/types"
import { SESSION_QUERY, useSession } from "../shell/session"
import { ApiForm } from "../ui/ApiForm"
import { Dialog } from "../ui/Dialog"
import { ProblemNotice, tell } from "../ui/Problem"
import { When } from "../ui/When"
import { Section } from "./AccountPage"
import { CodeField } from "./CodeField"
import { ACCOUNT_QUERY, RecoveryCodes, SetUpTwoFactor, useAccount } from "./SetUpTwoFactor"

type Asked = "set-up" | "off" | "codes"

const TITLES: Record<Asked, string> = {
  "set-up": "Set up two-factor sign-in",
  off: "Switch two-factor sign-in off",
  codes: "New recovery codes",
}

export function TwoFactorSection() {
  const account = useAccount()
  const [dialog, setDialog] = useState<Asked | null>(null)
  const close = () => setDialog(null)
  return (
    <Section
      title="Two-factor sign-in"
      text="Signing in then also needs a code of an app on your phone, so that a password alone lets nobody in."
    >
      {account.isError && <ProblemNotice failure={account.error} retry={() => void account.refetch()} />}
      {account.isPending && <Skeleton h={28} />}
      {account.data && <State account={account.data} open={setDialog} />}
      {dialog && (
        <Dialog onClose={close} title={TITLES[dialog]} closeOnClickOutside={false} size="md">
          {dialog === "set-up" && <SetUpTwoFactor done={close} />}
          {dialog === "off" && <SwitchOff close={close} />}
          {dialog === "codes" && <NewCodes close={close} />}
        </Dialog>
      )}
    </Section>
  )
}

function State({ account, open }: { account: Account; open: (dialog: Asked) => void }) {
  const { tenants } = useSession()
  if (!account.twoFactorSince) return <Button onClick={() => open("set-up")}>Set up</Button>
  const asking = tenants.filter((tenant) => tenant.twoFactorFrom).map((tenant) => tenant.name)
  return (
    <Stack gap="xs">
      <Group gap={6}>
        <ShieldCheck size={16} color="var(--hy-good)" aria-hidden />
        <Text size="sm">
          On, since <When time={account.twoFactorSince} />. {account.recoveryCodesLeft} of 10 recovery codes are left.
        </Text>
      </Group>
      {asking.length > 0 && (
        <Text size="sm" c="dimmed">
          {asking.join(", ")} {asking.length > 1 ? "ask" : "asks"} for it, so switching it off locks you out there.
        </Text>
      )}
      <Group gap="xs">
        <Button variant="default" onClick={() => open("codes")}>
          New recovery codes
        </Button>
        <Button variant="default" onClick={() => open("off")}>
          Switch off
        </Button>
      </Group>
    </Stack>
  )
}

function SwitchOff({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const off = useMutation({
    mutationFn: (code: string) => api.post("/api/account/two-factor/off", { code }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ACCOUNT_QUERY })
      await queries.invalidateQueries({ queryKey: SESSION_QUERY })
      tell("Two-factor sign-in is off.")
      close()
    },
  })
  return (
    <WithCode action="Switch off" send={off.mutateAsync} pending={off.isPending} failure={off.error} close={close} />
  )
}

function NewCodes({ close }: { close: () => void }) {
  const make = useMutation({
    mutationFn: (code: string) => api.post<{ codes: string[] }>("/api/account/recovery-codes", { code }),
  })
  if (make.data) return <RecoveryCodes codes={make.data.codes} done={close} />
  return (
    <WithCode
      action="Make new codes"
      send={make.mutateAsync}
      pending={make.isPending}
      failure={make.error}
      close={close}
    />
  )
}

interface WithCodeProps {
  action: string
  send: (code: string) => Promise<unknown>
  pending: boolean
  failure: unknown
  close: () => void
}

function WithCode({ action, send, pending, failure, close }: WithCodeProps) {
  const [code, setCode] = useState("")
  return (
    <ApiForm send={() => send(code)} failure={failure}>
      <Stack gap="sm">
        <CodeField label="Code of your app, or a recovery code" data-autofocus value={code} setValue={setCode} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </ApiForm>
  )
}
