/** A tenant that asks for two-factor sign-in shows nothing else to those without it, once the day has come. */
import { Anchor, Group } from "@mantine/core"
import { AccountFrame } from "../account/AccountFrame"
import { SetUpTwoFactor } from "../account/SetUpTwoFactor"
import { tellProblem } from "../ui/Problem"
import { useSession } from "./session"

export function TwoFactorGate() {
  const { tenant, tenants, switchTenant, signOut } = useSession()
  const others = tenants.filter((other) => other.slug !== tenant.slug)
  return (
    <AccountFrame
      title="Set up two-factor sign-in"
      text={`${tenant.name} asks all its members for it. It takes a minute.`}
    >
      {/* The session is asked for again when it is done, and the page behind the gate shows. */}
      <SetUpTwoFactor done={() => {}} />
      <Group mt="lg" gap="md">
        {others.map((other) => (
          <Anchor key={other.slug} component="button" size="sm" onClick={() => switchTenant(other.slug)}>
            Go to {other.name}
          </Anchor>
        ))}
        <Anchor component="button" size="sm" onClick={() => void signOut().catch(tellProblem)}>
          Sign out
        </Anchor>
      </Group>
    </AccountFrame>
  )
}
