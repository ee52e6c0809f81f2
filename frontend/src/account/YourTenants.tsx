import { Button, Group, Text } from "@mantine/core"
import { Building2 } from "lucide-react"
import { useState } from "react"
import { api } from "../api/client"
import { useSession } from "../shell/session"
import { FormDialog } from "../ui/FormDialog"
import { Section } from "./AccountPage"
import classes from "./AccountPage.module.css"

export function YourTenants() {
  const { tenant, tenants, switchTenant } = useSession()
  const [leaving, setLeaving] = useState(false)
  return (
    <Section title="Tenants" text="The organisations whose integrations you work on.">
      {tenants.map((one) => (
        <div key={one.slug} className={classes.session}>
          <Building2 size={18} strokeWidth={1.6} aria-hidden />
          <div>
            <Text size="sm" fw={550}>
              {one.name}
            </Text>
            <Text size="xs" c="dimmed">
              {one.role}
            </Text>
          </div>
          <Group gap="xs">
            {one.slug === tenant.slug ? (
              <Button variant="default" onClick={() => setLeaving(true)} aria-label={`Leave ${one.name}`}>
                Leave
              </Button>
            ) : (
              <Button variant="default" onClick={() => switchTenant(one.slug)} aria-label={`Switch to ${one.name}`}>
                Switch to it
              </Button>
            )}
          </Group>
        </div>
      ))}
      {leaving && <Leave name={tenant.name} close={() => setLeaving(false)} />}
    </Section>
  )
}

function Leave({ name, close }: { name: string; close: () => void }) {
  const leave = async () => {
    await api.post("/api/tenant/leave")
    // A full load: nothing of the tenant may stay on the screen.
    window.location.assign("/")
  }
  return (
    <FormDialog title={`Leave ${name}?`} action="Leave" danger submit={leave} close={close}>
      <Text size="sm">
        You lose access at once, and the API tokens you made there end. Only an owner can let you in again.
      </Text>
    </FormDialog>
  )
}
