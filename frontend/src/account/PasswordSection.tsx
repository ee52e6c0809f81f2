import { Button, Stack } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../api/client"
import { useSession } from "../shell/session"
import { ApiForm, Field, Unplaced } from "../ui/ApiForm"
import { tell } from "../ui/Problem"
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
  const set = (name: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setForm({ ...form, [name]: event.currentTarget.value })
  return (
    <Section title="Password" text="Changing it ends all your other sessions.">
      <ApiForm send={() => change.mutateAsync()} failure={change.error}>
        <Stack gap="sm" maw={380}>
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <Field name="current">
            <PasswordField
              label="Your password now"
              autoComplete="current-password"
              value={form.current}
              onChange={set("current")}
            />
          </Field>
          <Field name="password">
            <PasswordField
              label="New password"
              description={RULES}
              autoComplete="new-password"
              value={form.password}
              onChange={set("password")}
            />
          </Field>
          <Unplaced />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
            Change password
          </Button>
        </Stack>
      </ApiForm>
    </Section>
  )
}
