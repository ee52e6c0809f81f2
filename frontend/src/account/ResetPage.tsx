/** What the link of a reset opens: choose a new password, then sign in with it. */
import { Anchor, Button, Stack, Text } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import { SESSION_QUERY, useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { PageSkeleton } from "../ui/PageSkeleton"
import { AccountFrame } from "./AccountFrame"
import { useLinkToken } from "./linkToken"
import { PasswordField, RULES } from "./PasswordField"

export function ResetPage() {
  const token = useLinkToken()
  const queries = useQueryClient()
  const session = useSessionQuery()
  const [password, setPassword] = useState("")
  const choose = useMutation({
    mutationFn: () => api.post("/api/password-reset/choose", { token, password }),
    // Whoever is signed in here with this account is not any more.
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSION_QUERY }),
  })
  if (session.isPending) return <PageSkeleton />
  if (choose.isSuccess) {
    return (
      <AccountFrame title="Your password is changed" text="Every session of your account was ended.">
        <Button component={Link} to="/login" size="sm" fullWidth autoFocus>
          Sign in
        </Button>
      </AccountFrame>
    )
  }
  return (
    <AccountFrame title="Choose a new password" text="All your sessions end with it; you sign in again.">
      <ApiForm send={() => choose.mutateAsync()} failure={session.error ?? choose.error}>
        <Stack gap="sm">
          {token === "" && <Text size="sm">Open the whole link of the letter: its last part is missing.</Text>}
          <Field name="password">
            <PasswordField
              label="New password"
              description={RULES}
              autoComplete="new-password"
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </Field>
          <Unplaced />
          <Button type="submit" size="sm" loading={choose.isPending} disabled={token === ""}>
            Change password
          </Button>
          <Anchor component={Link} to="/forgot" size="sm">
            Ask for a new link
          </Anchor>
        </Stack>
      </ApiForm>
    </AccountFrame>
  )
}
