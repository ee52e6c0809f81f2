/** What ran for whom, when and for how long, and what it re-runs. */
import { Anchor } from "@mantine/core"
import type { ReactNode } from "react"
import { Link } from "react-router"
import type { Execution } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import classes from "./ExecutionPage.module.css"
import { rerunWords } from "./rerun"
import { timeTaken } from "./timing"

export function Overview({ execution }: { execution: Execution }) {
  const { integration, customer, flowKey, requestId, replayOf, parentId } = execution
  const version = execution.version ? `version ${execution.version}` : "draft"
  const facts: [label: string, value: ReactNode][] = [
    ["Status", <StatusBadge key="status" status={execution.status} />],
    [
      "Of",
      integration ? (
        <span key="integration">
          <To to={`/integrations/${integration.id}/flows/${flowKey}`}>{integration.name}</To>, {version}
        </span>
      ) : (
        version
      ),
    ],
    ["For", customer && <To to={`/customers/${customer.id}`}>{`${customer.name} (${customer.externalId})`}</To>],
    ["Request", requestId && <To to={`/requests/${requestId}`}>The road it took</To>],
    ["Called by", parentId && <To to={`/executions/${parentId}`}>another flow</To>],
    [
      "Re-run of",
      replayOf && (
        <span key="rerun">
          <To to={`/executions/${replayOf}`}>an earlier one</To>
          {rerunWords(execution)}
        </span>
      ),
    ],
    ["Queued", <When key="queued" time={execution.queuedAt} />],
    ["Took", timeTaken(execution)],
  ]
  return (
    <section aria-label="Overview">
      <dl className={classes.overview}>
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label} className={classes.fact}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

function To({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} inherit underline="always">
      {children}
    </Anchor>
  )
}
