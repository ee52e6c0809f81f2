/** Setting up two-factor sign-in: the password, then the app with a QR code or a key to type, then the recovery codes. */
import { Alert, Button, Checkbox, Group, Image, Stack, Text } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Account, Enrolment } from "../api/types"
import { SESSION_QUERY } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { CopyField, CopyIcon } from "../ui/CopyField"
import { ProblemNotice } from "../ui/Problem"
import { CodeField } from "./CodeField"
import { PasswordField } from "./PasswordField"

export const ACCOUNT_QUERY = ["account"] as const

export const useAccount = () => useQuery({ queryKey: ACCOUNT_QUERY, queryFn: () => api.get<Account>("/api/account") })

export function SetUpTwoFactor({ done }: { done: () => void }) {
  const account = useAccount()
  const [password, setPassword] = useState("")
  const begin = useMutation({
    mutationFn: () => api.post<Enrolment>("/api/account/two-factor", password ? { current: password } : {}),
  })
  if (begin.data) return <Scan enrolment={begin.data} done={done} />
  if (account.isError) return <ProblemNotice failure={account.error} retry={() => void account.refetch()} />
  return (
    <ApiForm send={() => begin.mutateAsync()} failure={begin.error}>
      <Stack gap="sm">
        <Text size="sm">
          You need an authenticator app on your phone, such as Aegis, 2FAS, Google Authenticator or 1Password.
        </Text>
        {account.data?.hasPassword && (
          <Field name="current">
            <PasswordField
              label="Your password"
              description="To make sure that it is you."
              autoComplete="current-password"
              data-autofocus
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </Field>
        )}
        <Unplaced />
        <Group justify="flex-end">
          <Button type="submit" loading={begin.isPending} disabled={!account.data}>
            Next
          </Button>
        </Group>
      </Stack>
    </ApiForm>
  )
}

function Scan({ enrolment, done }: { enrolment: Enrolment; done: () => void }) {
  const [code, setCode] = useState("")
  const confirm = useMutation({
    mutationFn: () => api.post<{ codes: string[] }>("/api/account/two-factor/confirm", { code }),
    onError: () => setCode(""),
  })
  if (confirm.data) return <RecoveryCodes codes={confirm.data.codes} done={done} />
  return (
    <ApiForm send={() => confirm.mutateAsync()} failure={confirm.error}>
      <Stack gap="sm">
        <Text size="sm">1. Scan this with the app.</Text>
        <Image
          src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.picture)}`}
          alt="QR code for the authenticator app"
          w={210}
          h={210}
          radius="sm"
          mx="auto"
        />
        <CopyField label="Or type this key" value={grouped(enrolment.secret)} />
        <CodeField
          label="2. Enter the code it shows"
          inputMode="numeric"
          placeholder="123456"
          autoFocus
          value={code}
          setValue={setCode}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={confirm.isPending}>
            Switch on
          </Button>
        </Group>
      </Stack>
    </ApiForm>
  )
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ")

export function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  const queries = useQueryClient()
  const [kept, setKept] = useState(false)
  const finish = async () => {
    await queries.invalidateQueries({ queryKey: ACCOUNT_QUERY })
    await queries.invalidateQueries({ queryKey: SESSION_QUERY })
    done()
  }
  return (
    <Stack gap="sm">
      <Alert
        color="yellow"
        variant="light"
        styles={{ label: { color: "var(--hy-text)" } }}
        title="Keep these recovery codes"
      >
        Each lets you in once when your phone is gone. They cannot be shown again: print them, or keep them in a
        password manager.
      </Alert>
      <Group align="flex-start" justify="space-between" wrap="nowrap">
        <Text component="pre" size="sm" ff="monospace" m={0} aria-label="Recovery codes" data-recovery-codes>
          {codes.join("\n")}
        </Text>
        <CopyIcon value={codes.join("\n")} label="Copy all recovery codes" />
      </Group>
      <Checkbox
        label="I have kept them"
        checked={kept}
        data-autofocus
        autoFocus
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button disabled={!kept} onClick={() => void finish()}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
