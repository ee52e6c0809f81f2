/** Who waited for each event that a connector's hook brought, and what is near a selector that nobody waits for. */
import { Anchor, Text } from "@mantine/core"
import { CircleCheck, CircleX } from "lucide-react"
import { Link } from "react-router"
import classes from "./RunResult.module.css"

export interface EventMatch {
  selector?: string | null
  event?: string
  detail?: string
  matched: {
    customer: { externalId: string | null; name: string | null }
    flow: { key: string; name: string }
    executionId: string
  }[]
  nearest?: { selector: string; name: string; event: string; listening: boolean }[]
}

export function EventMatches({ events }: { events: EventMatch[] }) {
  return events.map((event, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: events of a stored request have no name and never move
    <div key={index} className={classes.live} data-found={event.matched.length > 0}>
      {event.matched.length > 0 ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
      <div>
        <Text size="sm" c="var(--hy-text)">
          <code>{event.selector ?? event.event ?? "no selector"}</code>
          {event.matched.length === 0 && <>: {event.detail ?? "nobody waits for it."}</>}
        </Text>
        {event.matched.map((one) => (
          <Text key={one.executionId} size="sm">
            <Anchor component={Link} to={`/executions/${one.executionId}`} inherit underline="always">
              {one.flow.name}
            </Anchor>{" "}
            of {one.customer.name}
          </Text>
        ))}
        {(event.nearest ?? []).length > 0 && (
          <Text size="sm" c="dimmed">
            Closest known:{" "}
            {event.nearest?.map((near, place) => (
              <span key={`${near.selector} ${near.name} ${near.event}`}>
                {place > 0 && ", "}
                <code>{near.selector}</code> ({near.name}
                {!near.listening && ", paused"})
              </span>
            ))}
          </Text>
        )}
      </div>
    </div>
  ))
}
