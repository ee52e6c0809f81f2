/** Which flow of which customer a request is for; in tests, who would get it if it were live. */
import { Anchor, Text } from "@mantine/core"
import { CircleCheck, CircleX } from "lucide-react"
import { Link } from "react-router"
import { Facts } from "./Facts"
import classes from "./RunResult.module.css"
import type { KnownCustomer, Match, Nearest } from "./stages"

export function MatchDetail({ match }: { match: Match }) {
  return (
    <>
      <Facts
        facts={[
          ["Flow", match.flow?.name],
          ["Customer", match.customer ? <Customer key="customer" customer={match.customer} /> : null],
          ["Version", match.version ?? null],
        ]}
      />
      {match.nearest && <NearestList nearest={match.nearest} />}
      {match.live && <Live live={match.live} />}
    </>
  )
}

function Customer({ customer }: { customer: KnownCustomer }) {
  const name = `${customer.name} (${customer.externalId})`
  if (!customer.id) return name
  return (
    <Anchor component={Link} to={`/customers/${customer.id}`} inherit>
      {name}
    </Anchor>
  )
}

function Live({ live }: { live: NonNullable<Match["live"]> }) {
  const found = !live.code && live.customer
  return (
    <div className={classes.live} data-found={Boolean(found)}>
      {found ? <CircleCheck size={16} aria-hidden /> : <CircleX size={16} aria-hidden />}
      <div>
        <Text size="sm" c="var(--hy-text)">
          {live.customer && found ? (
            <>
              A live request would go to <Customer customer={live.customer} />
              {live.version ? `, version ${live.version}` : ""}.
            </>
          ) : (
            <>A live request would go to nobody: {live.detail}</>
          )}
        </Text>
        {!found && live.nearest && <NearestList nearest={live.nearest} />}
      </div>
    </div>
  )
}

export function NearestList({ nearest }: { nearest: Nearest[] }) {
  // Of a single one the sentence above has told already.
  if (nearest.length < 2) return null
  return (
    <Text size="sm" c="dimmed">
      Closest known:{" "}
      {nearest.map((near, index) => (
        <span key={near.knownAs ?? near.externalId ?? near.name}>
          {index > 0 && ", "}
          <code>{near.knownAs ?? near.externalId}</code> ({near.name})
        </span>
      ))}
    </Text>
  )
}
