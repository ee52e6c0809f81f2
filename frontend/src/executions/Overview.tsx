import { Anchor, Text } from "@mantine/core"
import { Link } from "react-router"
import type { Execution } from "../api/types"
import { Facts } from "../bench/Facts"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import classes from "./ExecutionPage.module.css"
import { timeTaken } from "./timing"

/** What ran for whom, when, and why it failed. */
export function Overview({ execution }: { execution: Execution }) {
  const { integration, customer, error } = execution
  const link = (to: string, text: string) => (
    <Anchor component={Link} to={to} inherit underline="always">
      {text}
    </Anchor>
  )
  const version = execution.version ? `version ${execution.version}` : "draft"
  return (
    <section className={classes.card} aria-label="Overview">
      <Facts
        wide
        facts={[
          ["Status", <StatusBadge key="status" status={execution.status} />],
          [
            "Error",
            error && (
              <Text key="error" span inherit c="var(--hy-bad)">
                {error.message} <code>{error.code}</code>
                {error.stepId && ` in ${error.stepId}`}
              </Text>
            ),
          ],
          [
            "Integration",
            integration && (
              <span key="integration">
                {link(`/integrations/${integration.id}/flows/${execution.flowKey}`, integration.name)}, {version}
              </span>
            ),
          ],
          ["Customer", customer && link(`/customers/${customer.id}`, `${customer.name} (${customer.externalId})`)],
          ["Request", execution.requestId && link(`/requests/${execution.requestId}`, "The road it took")],
          ["Queued", <When key="queued" time={execution.queuedAt} />],
          ["Took", timeTaken(execution)],
        ]}
      />
    </section>
  )
}
