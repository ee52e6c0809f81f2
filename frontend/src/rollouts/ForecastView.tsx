/** What a move would change, for whom: who is kept back and by what, what each of the others gets. */
import { Anchor, Button, Skeleton, Stack, Text } from "@mantine/core"
import { ArrowRight, CircleCheck, TriangleAlert } from "lucide-react"
import { Link } from "react-router"
import type { Forecast, Move } from "../api/types"
import classes from "./rollouts.module.css"
import { customers } from "./words"

interface Props {
  integrationId: string
  forecast: Forecast | undefined
  /** Where they go, in words such as "version 3"; each elsewhere without it. */
  target?: string
  /** What a comparison of versions calls it; without it nothing is linked. */
  compareTo?: number | "draft"
  /** Lets the missing values of one customer be filled in. */
  fillIn?: ((move: Move) => void) | undefined
  leave?: () => void
}

export function ForecastView({ integrationId, forecast, target, compareTo, fillIn, leave }: Props) {
  if (!forecast) return <Skeleton h={90} />
  const { moving, refused, staying, total, more } = forecast
  if (total === 0) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Nobody is meant: no customer fits this choice.
      </Text>
    )
  }
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        <b>{customers(moving)}</b> {moving === 1 ? "moves" : "move"}
        {target && ` to ${target}`}
        {staying > 0 && `, ${staying} ${staying === 1 ? "is" : "are"} there already`}
        {refused > 0 && (
          <>
            , <b>{refused}</b> cannot move yet
          </>
        )}
        {more && "; only the first 20,000 were looked at"}. URLs stay the same.
      </Text>
      {refused > 0 && <Refusals forecast={forecast} fillIn={fillIn} />}
      {moving > 0 && (
        <Changes
          integrationId={integrationId}
          forecast={forecast}
          {...(compareTo !== undefined && { compareTo })}
          {...(leave && { leave })}
        />
      )}
    </Stack>
  )
}

function Refusals({ forecast: { refusals, refused }, fillIn }: { forecast: Forecast; fillIn: Props["fillIn"] }) {
  return (
    <ul className={classes.list} aria-label="Cannot move yet">
      {refusals.map((move) => (
        <li key={move.instance}>
          <TriangleAlert size={14} color="var(--hy-warn)" aria-hidden />
          <b>{move.customer.name}</b>
          <span className={classes.why}>{move.problems.map(({ message }) => message).join(" ")}</span>
          {fillIn && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Fill in for ${move.customer.name}`}
              onClick={() => fillIn(move)}
            >
              Fill in
            </Button>
          )}
        </li>
      ))}
      {refused > refusals.length && <li>and {refused - refusals.length} more</li>}
    </ul>
  )
}

interface ChangesProps {
  integrationId: string
  forecast: Forecast
  compareTo?: number | "draft"
  leave?: () => void
}

function Changes({ integrationId, forecast, compareTo, leave }: ChangesProps) {
  const { fromVersions, moves, moving, starts } = forecast
  return (
    <>
      <ul className={classes.list} aria-label="What changes">
        {fromVersions.map((from) => (
          <li key={from.version}>
            <CircleCheck size={14} color="var(--hy-good)" aria-hidden />
            <span className={classes.why}>
              {customers(from.count)} from version {from.version}
              {from.addedUrls.length > 0 && `; new URL for ${from.addedUrls.join(", ")}`}
              {from.silentUrls.length > 0 &&
                `; the URL of ${from.silentUrls.join(", ")} answers 404 until a version with it comes back`}
            </span>
            {compareTo !== undefined && (
              <Anchor
                size="xs"
                component={Link}
                to={`/integrations/${integrationId}/versions/compare?from=${from.version}&to=${compareTo}`}
                {...(leave && { onClick: leave })}
              >
                What changes
              </Anchor>
            )}
          </li>
        ))}
      </ul>
      <details className={classes.details}>
        <summary>Who</summary>
        <ul className={classes.list} aria-label="Who moves">
          {moves.map((move) => (
            <li key={move.instance}>
              <b>{move.customer.name}</b>
              <span className={classes.why}>
                version {move.fromVersion} <ArrowRight size={11} aria-label="to" /> {move.toVersion ?? "the new one"}
                {!move.enabled && ", paused"}
                {move.unread.length > 0 && `; ${move.unread.join(", ")} kept and not read`}
              </span>
            </li>
          ))}
          {moving > moves.length && <li>and {(moving - moves.length).toLocaleString("en")} more</li>}
        </ul>
      </details>
      {starts.length > 0 && (
        <Text size="xs" c="dimmed">
          For each, {starts.join(" and ")} {starts.length === 1 ? "starts" : "start"}, because{" "}
          {starts.length === 1 ? "it waits" : "they wait"} for updates.
        </Text>
      )}
    </>
  )
}
