/** What an invitation's link opens: choose a password, or sign in to join with the account one has. */
import { Button, Stack, Text } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import { api } from "../api/client"
import type { InvitationLook, Session } from "../api/types"
import { adoptSession, rememberTenant, SESSION_QUERY, useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice, tellProblem } from "../ui/Problem"
import { AccountFrame } from "./AccountFrame"
import { CodeForm } from "./CodeForm"
import { SignInForm, SingleSignOn } from "./LoginPage"
import { useLinkToken } from "./linkToken"
import { PasswordField, RULES } from "./PasswordField"

export function InvitationPage() {
  const token = useLinkToken()
  const session = useSessionQuery()
  const look = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api.post<InvitationLook>("/api/invitation/look", { token }),
    enabled: token !== "" && session.isSuccess,
    retry: false,
  })
  if (token === "")
    return <Invalid failure={new Error("Open the whole link of the letter: its last part is missing.")} />
  if (look.isError) return <Invalid failure={look.error} />
  if (!look.data || !session.data) return <PageSkeleton />
  if (session.data.codeNeeded) return <CodeForm />
  const { tenantName, invitedBy, role } = look.data
  const who = invitedBy || "Whoever runs this Hookyard"
  return (
    <AccountFrame title={`Join ${tenantName}`} text={`${who} invites you to work on its integrations, as ${role}.`}>
      <Next token={token} invitation={look.data} signedInAs={session.data.user?.email ?? null} />
    </AccountFrame>
  )
}

function Next({
  token,
  invitation,
  signedInAs,
}: {
  token: string
  invitation: InvitationLook
  signedInAs: string | null
}) {
  if (signedInAs === invitation.email) return <Join token={token} slug={invitation.tenantSlug} />
  if (signedInAs !== null) return <SomebodyElse email={invitation.email} signedInAs={signedInAs} />
  if (!invitation.hasAccount) {
    return (
      <>
        <SingleSignOn next="/" verb="Join" />
        <NewAccount token={token} invitation={invitation} />
      </>
    )
  }
  const above = <Text size="sm">You have an account here already. Sign in to join with it.</Text>
  return <SignInForm email={invitation.email} above={above} />
}

function useAccept(token: string, slug: string) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (password?: string) =>
      api.post<Session>("/api/invitation/accept", { token, ...(password && { password }) }),
    onSuccess: (session) => {
      rememberTenant(slug)
      adoptSession(queries, session)
      void navigate("/", { replace: true })
    },
  })
}

function NewAccount({ token, invitation }: { token: string; invitation: InvitationLook }) {
  const { email, tenantSlug } = invitation
  const accept = useAccept(token, tenantSlug)
  const [password, setPassword] = useState("")
  return (
    <ApiForm send={() => accept.mutateAsync(password)} failure={accept.error}>
      <Stack gap="sm">
        <Text size="sm">
          Your account is <b>{email}</b>.
        </Text>
        {/* For password managers, which keep a password under a name. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field name="password">
          <PasswordField
            label="Choose a password"
            description={RULES}
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        <Unplaced />
        <Button type="submit" size="sm" loading={accept.isPending}>
          Create account and join
        </Button>
      </Stack>
    </ApiForm>
  )
}

function Join({ token, slug }: { token: string; slug: string }) {
  const accept = useAccept(token, slug)
  return (
    <Stack gap="sm">
      {accept.isError && <ProblemNotice failure={accept.error} />}
      <Button size="sm" autoFocus loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
        Join
      </Button>
    </Stack>
  )
}

function SomebodyElse({ email, signedInAs }: { email: string; signedInAs: string }) {
  const queries = useQueryClient()
  const signOut = useMutation({
    mutationFn: () => api.remove("/api/session"),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSION_QUERY }),
    onError: tellProblem,
  })
  return (
    <Stack gap="sm">
      <Text size="sm">
        The invitation is for <b>{email}</b>, and you are signed in as <b>{signedInAs}</b>.
      </Text>
      <Button size="sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out and go on
      </Button>
    </Stack>
  )
}

function Invalid({ failure }: { failure: unknown }) {
  return (
    <AccountFrame title="Invitation" text="A link to join a tenant on this Hookyard.">
      <ProblemNotice failure={failure} />
    </AccountFrame>
  )
}
