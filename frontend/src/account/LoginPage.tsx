import { Button, PasswordInput, Stack, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Navigate, useLocation } from "react-router"
import { api } from "../api/client"
import type { Session } from "../api/types"
import { adoptSession, useSessionQuery } from "../shell/session"
import { PageSkeleton } from "../ui/PageSkeleton"
import { ProblemNotice } from "../ui/Problem"
import { AccountFrame } from "./AccountFrame"
import { nextPage } from "./nextPage"

export function LoginPage() {
  const queries = useQueryClient()
  const session = useSessionQuery()
  const { search } = useLocation()
  const [email, setEmail] = useState("")
  const [password, setPassword] = useState("")
  const signIn = useMutation({
    mutationFn: () => api.post<Session>("/api/session", { email, password }),
    onSuccess: (answer) => adoptSession(queries, answer),
  })
  if (session.isPending) return <PageSkeleton />
  if (session.data?.setupNeeded) return <Navigate to="/setup" replace />
  if (session.data?.user) return <Navigate to={nextPage(search)} replace />
  return (
    <AccountFrame title="Sign in" text="To design, test and watch your webhooks.">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Email"
            type="email"
            size="sm"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Failure failure={session.error ?? signIn.error} />
          <Button type="submit" size="sm" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </AccountFrame>
  )
}

function Failure({ failure }: { failure: unknown }) {
  return failure ? <ProblemNotice failure={failure} /> : null
}
