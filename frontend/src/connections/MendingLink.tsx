/** From an error of a connection to where it is mended. */
import { Anchor } from "@mantine/core"
import { Link } from "react-router"
import type { StepError } from "../api/types"

export function MendingLink({ error: { code, details } }: { error: StepError }) {
  if (code !== "connection_broken" || typeof details?.connection !== "string") return null
  // Without a customer it is the tenant's own, which tests of drafts use.
  const customer = typeof details.customer === "string" ? details.customer : null
  return (
    <Anchor component={Link} to={customer ? `/customers/${customer}` : "/services"} size="sm" underline="always">
      {customer ? "Open the customer's connections" : "Open the services"}
    </Anchor>
  )
}
