/** For somebody who has an account and is in no tenant: what to do, and a way out. */
import { Button, Text } from "@mantine/core"
import { AccountFrame } from "../account/AccountFrame"
import { api } from "../api/client"
import { tellProblem } from "../ui/Problem"

export function Tenantless({ email }: { email: string }) {
  const signOut = async () => {
    await api.remove("/api/session")
    window.location.assign("/login")
  }
  return (
    <AccountFrame title="You are in no tenant" text={`Signed in as ${email}.`}>
      <Text size="sm" mb="md">
        Ask an owner to invite this address. The invitation's link opens here, and you join with the account you have.
      </Text>
      <Button variant="default" size="sm" onClick={() => void signOut().catch(tellProblem)}>
        Sign out
      </Button>
    </AccountFrame>
  )
}
