/** Signing in: with a password or by single sign-on, then with a code where the account has a second factor. */
import { Alert, Anchor, Button, Divider, Stack, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { CircleAlert, LogOut } from "lucide-react"
import { type ReactNode, useState } from "react"
import { Link, Navigate, useLocation } from "react-router"
import { api } from "../api/client"
import type { Session } from "../api/types"
import { adoptSession, sessionEnded, useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { PageSkeleton } from "../ui/PageSkeleton"
import { AccountFrame } from "./AccountFrame"
import { CodeForm } from "./CodeForm"
import { isOutside, nextPage } from "./nextPage"
import { PasswordField } from "./PasswordField"
import { refusalOf } from "./refusals"

export function LoginPage() {
  const session = useSessionQuery()
  const { search } = useLocation()
  if (session.isPending) return <PageSkeleton />
  if (session.data?.setupNeeded) return <Navigate to="/setup" replace />
  if (session.data?.user) return <Onward to={nextPage(search)} />
  if (session.data?.codeNeeded) return <CodeForm />
  const refusal = refusalOf(search)
  return (
    <AccountFrame title="Sign in" text="To design, test and watch your webhooks.">
      {refusal && (
        <Alert color="red" variant="light" icon={<CircleAlert size={18} />} mb="sm" role="alert">
          {refusal}
        </Alert>
      )}
      {!refusal && sessionEnded() && (
        <Alert variant="light" icon={<LogOut size={18} />} mb="sm" role="status">
          You were signed out, here or elsewhere. Sign in and go on: edits of drafts are kept.
        </Alert>
      )}
      <SingleSignOn next={nextPage(search)} />
      <SignInForm failure={session.error} />
    </AccountFrame>
  )
}

/** The admin is no page of ours: the browser has to load it. */
function Onward({ to }: { to: string }) {
  if (!isOutside(to)) return <Navigate to={to} replace />
  window.location.replace(to)
  return <PageSkeleton />
}

export function SignInForm({ email: known, failure, above }: { email?: string; failure?: unknown; above?: ReactNode }) {
  const queries = useQueryClient()
  const [email, setEmail] = useState(known ?? "")
  const [password, setPassword] = useState("")
  const signIn = useMutation({
    mutationFn: () => api.post<Session>("/api/session", { email, password }),
    onSuccess: (answer) => adoptSession(queries, answer),
  })
  return (
    <ApiForm send={() => signIn.mutateAsync()} failure={failure ?? signIn.error}>
      <Stack gap="sm">
        {above}
        <Field name="email">
          <TextInput
            label="Email"
            type="email"
            size="sm"
            autoComplete="username"
            autoFocus={!known}
            readOnly={known !== undefined}
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Field name="password">
          <PasswordField
            label="Password"
            autoComplete="current-password"
            autoFocus={known !== undefined}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        <Unplaced />
        <Button type="submit" size="sm" loading={signIn.isPending}>
          Sign in
        </Button>
        <Anchor component={Link} to="/forgot" size="sm">
          Forgot your password?
        </Anchor>
      </Stack>
    </ApiForm>
  )
}

export function SingleSignOn({ next, verb = "Sign in" }: { next: string; verb?: string }) {
  const offered = useSessionQuery().data?.singleSignOn
  if (!offered) return null
  const { name, url } = offered
  return (
    <Stack gap="sm" mb="sm">
      <Button component="a" href={`${url}?next=${encodeURIComponent(next)}`} size="sm" variant="default">
        {verb} with {name}
      </Button>
      <Divider label="or" />
    </Stack>
  )
}
