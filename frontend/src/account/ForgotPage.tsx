/** Asks for a link to choose a new password. It says the same whoever asks. */
import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { MailCheck } from "lucide-react"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import { useSessionQuery } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { PageSkeleton } from "../ui/PageSkeleton"
import { AccountFrame } from "./AccountFrame"

export function ForgotPage() {
  const session = useSessionQuery()
  const [email, setEmail] = useState("")
  const ask = useMutation({ mutationFn: () => api.post("/api/password-reset", { email }) })
  if (session.isPending) return <PageSkeleton />
  return (
    <AccountFrame title="Forgot your password?" text="You can choose a new one by a link that counts once.">
      <Stack gap="sm">
        {session.data?.sendsMail === false ? (
          <Alert
            color="yellow"
            variant="light"
            styles={{ label: { color: "var(--hy-text)" } }}
            title="This Hookyard sends no e-mail"
          >
            Ask whoever runs it for a link: they make one with <code>manage.py reset_link</code> and your address.
          </Alert>
        ) : ask.isSuccess ? (
          <Alert
            color="green"
            variant="light"
            styles={{ label: { color: "var(--hy-text)" } }}
            icon={<MailCheck size={18} />}
            title="Look into your mail"
            role="status"
          >
            If {email} has an account here, a link is on its way to it. It is good for an hour.
          </Alert>
        ) : (
          <ApiForm send={() => ask.mutateAsync()} failure={session.error ?? ask.error}>
            <Stack gap="sm">
              <Field name="email">
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
              </Field>
              <Unplaced />
              <Button type="submit" size="sm" loading={ask.isPending}>
                Mail me a link
              </Button>
            </Stack>
          </ApiForm>
        )}
        <Anchor component={Link} to="/login" size="sm">
          Back to sign in
        </Anchor>
      </Stack>
    </AccountFrame>
  )
}
