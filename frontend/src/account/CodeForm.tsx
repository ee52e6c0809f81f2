/** Half way in: the code of the app, or a recovery code. */
import { Anchor, Button, Group, Stack } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import type { Session } from "../api/types"
import { adoptSession, SESSION_QUERY } from "../shell/session"
import { ApiForm } from "../ui/ApiForm"
import { tellProblem } from "../ui/Problem"
import { AccountFrame } from "./AccountFrame"
import { CodeField } from "./CodeField"

export function CodeForm() {
  const queries = useQueryClient()
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState("")
  const send = useMutation({
    mutationFn: () => api.post<Session>("/api/session/code", { code }),
    onSuccess: (answer) => adoptSession(queries, answer),
    onError: () => setCode(""),
  })
  const back = useMutation({
    mutationFn: () => api.remove("/api/session"),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSION_QUERY }),
    onError: tellProblem,
  })
  const text = recovery
    ? "One of the recovery codes you kept when you set this up. Each counts once."
    : "Open the authenticator app on your phone and enter the code it shows for Hookyard."
  return (
    <AccountFrame title={recovery ? "Enter a recovery code" : "Enter your code"} text={text}>
      <ApiForm send={() => send.mutateAsync()} failure={send.error}>
        <Stack gap="sm">
          <CodeField
            key={recovery ? "recovery" : "app"}
            label={recovery ? "Recovery code" : "Six-digit code"}
            autoFocus
            inputMode={recovery ? "text" : "numeric"}
            placeholder={recovery ? "ABCD-EFGH-JKMN-PQRS" : "123456"}
            value={code}
            setValue={setCode}
          />
          <Button type="submit" size="sm" loading={send.isPending}>
            Sign in
          </Button>
          <Group justify="space-between">
            <Anchor component="button" type="button" size="sm" onClick={() => setRecovery(!recovery)}>
              {recovery ? "Use the app instead" : "Use a recovery code"}
            </Anchor>
            <Anchor component="button" type="button" size="sm" onClick={() => back.mutate()}>
              Back
            </Anchor>
          </Group>
        </Stack>
      </ApiForm>
    </AccountFrame>
  )
}
