/** One's own account: password, two-factor sign-in, where one is signed in, which tenants one is in. */
import { Stack, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { useSession } from "../shell/session"
import { PageHeader } from "../ui/PageHeader"
import classes from "./AccountPage.module.css"
import { PasswordSection } from "./PasswordSection"
import { SignIns } from "./SignIns"
import { TwoFactorSection } from "./TwoFactorSection"
import { YourTenants } from "./YourTenants"

export function AccountPage() {
  const { email } = useSession()
  return (
    <>
      <PageHeader title="Account" text={email} />
      <Stack gap="lg" px="lg" pb="xl" className={classes.sections}>
        <PasswordSection />
        <TwoFactorSection />
        <SignIns />
        <YourTenants />
      </Stack>
    </>
  )
}

export function Section({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" mb="sm" component="div">
        {text}
      </Text>
      {children}
    </section>
  )
}
