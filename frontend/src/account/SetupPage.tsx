/** First start: there is no user yet, so whoever comes first becomes the owner of the first tenant. */
import { Button, Stack, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Navigate } from "react-router"
import { api } from "../api/client"
import type { Session } from "../api/types"
import { adoptSession, useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { PageSkeleton } from "../ui/PageSkeleton"
import { AccountFrame } from "./AccountFrame"
import { PasswordField, RULES } from "./PasswordField"

export function SetupPage() {
  const queries = useQueryClient()
  const session = useSessionQuery()
  const [form, setForm] = useState({ tenantName: "", email: "", password: "" })
  const setUp = useMutation({
    mutationFn: () => api.post<Session>("/api/setup", form),
    onSuccess: (answer) => adoptSession(queries, answer),
  })
  const set = (name: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setForm({ ...form, [name]: event.currentTarget.value })
  if (session.isPending) return <PageSkeleton />
  if (session.data && !session.data.setupNeeded) return <Navigate to="/" replace />
  return (
    <AccountFrame
      title="Set up Hookyard"
      text="You become the owner of the first tenant: the organisation whose integrations live here."
    >
      <ApiForm send={() => setUp.mutateAsync()} failure={session.error ?? setUp.error}>
        <Stack gap="sm">
          <Field name="tenantName">
            <TextInput
              label="Organisation"
              placeholder="Acme Builders"
              size="sm"
              autoFocus
              required
              withAsterisk={false}
              value={form.tenantName}
              onChange={set("tenantName")}
            />
          </Field>
          <Field name="email">
            <TextInput
              label="Email"
              type="email"
              size="sm"
              autoComplete="username"
              required
              withAsterisk={false}
              value={form.email}
              onChange={set("email")}
            />
          </Field>
          <Field name="password">
            <PasswordField
              label="Password"
              description={RULES}
              autoComplete="new-password"
              value={form.password}
              onChange={set("password")}
            />
          </Field>
          <Unplaced />
          <Button type="submit" size="sm" loading={setUp.isPending}>
            Create and sign in
          </Button>
        </Stack>
      </ApiForm>
    </AccountFrame>
  )
}
