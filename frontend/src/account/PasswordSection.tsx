import { Button, Stack } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { useState } from "react"
import { ApiProblem, api } from "../api/client"
import { useSession } from "../shell/session"
import { ProblemNotice, tell } from "../ui/Problem"
import { Section } from "./AccountPage"
import { PasswordField, RULES } from "./PasswordField"
import { useAccount } from "./SetUpTwoFactor"

const EMPTY = { current: "", password: "" }

export function PasswordSection() {
  const account = useAccount()
  const { email } = useSession()
  const [form, setForm] = useState(EMPTY)
  const change = useMutation({
    mutationFn: () => api.post("/api/account/password", form),
    onSuccess: () => {
      setForm(EMPTY)
      tell("Your password is changed. All your other sessions ended.")
    },
  })
  if (account.data && !account.data.hasPassword) {
    return (
      <Section title="Password" text="You sign in by single sign-on; there is no password to change here.">
        {null}
      </Section>
    )
  }
  const wrong = change.error instanceof ApiProblem ? change.error.fields : {}
  const set = (name: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setForm({ ...form, [name]: event.currentTarget.value })
  return (
    <Section title="Password" text="Changing it ends all your other sessions.">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <Stack gap="sm" maw={380}>
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label="Your password now"
            autoComplete="current-password"
            value={form.current}
            onChange={set("current")}
            error={wrong.current}
          />
          <PasswordField
            label="New password"
            description={RULES}
            autoComplete="new-password"
            value={form.password}
            onChange={set("password")}
            error={wrong.password}
          />
          {change.isError && Object.keys(wrong).length === 0 && <ProblemNotice failure={change.error} />}
          <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
            Change password
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
