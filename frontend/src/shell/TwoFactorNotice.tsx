/** The tenant will ask for two-factor sign-in: said on every page while there is still time. */
import { Anchor } from "@mantine/core"
import { ShieldAlert } from "lucide-react"
import { Link } from "react-router"
import classes from "./Shell.module.css"
import { useSession } from "./session"

const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" })

export function TwoFactorNotice() {
  const { tenant, twoFactor } = useSession()
  if (!tenant.twoFactorFrom || twoFactor) return null
  return (
    <div className={classes.notice} role="status">
      <ShieldAlert size={16} aria-hidden />
      <span>
        {tenant.name} asks for two-factor sign-in from {day.format(new Date(tenant.twoFactorFrom))} on.{" "}
        <Anchor component={Link} to="/account" inherit underline="always">
          Set it up now
        </Anchor>
      </span>
    </div>
  )
}
