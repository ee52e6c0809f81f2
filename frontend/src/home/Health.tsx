/** How an integration did in the last day: in a word, and the newest thing that went wrong as a link to it. */
import { Anchor, Text } from "@mantine/core"
import { Link } from "react-router"
import type { Integration } from "../api/types"
import { StatusBadge } from "../ui/StatusBadge"
import { When } from "../ui/When"
import classes from "./home.module.css"

export function Health({ integration }: { integration: Integration }) {
  const { failuresLastDay: failures, lastFailure, requestsLastDay } = integration
  if (!lastFailure)
    return requestsLastDay > 0 ? (
      <StatusBadge status="succeeded" label="Healthy" />
    ) : (
      <Text c="dimmed">No requests</Text>
    )
  return (
    <div className={classes.health}>
      <span className={classes.verdict}>
        <StatusBadge status="failed" label={failures === 1 ? "1 failure" : `${failures} failures`} />
        <Text span size="xs" c="dimmed">
          <When time={lastFailure.at} />
        </Text>
      </span>
      <Anchor
        component={Link}
        to={`/${lastFailure.kind}s/${lastFailure.id}`}
        size="xs"
        truncate
        title={lastFailure.message}
      >
        {lastFailure.message}
      </Anchor>
    </div>
  )
}
