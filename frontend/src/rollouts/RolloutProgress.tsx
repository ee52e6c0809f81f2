/** A rollout while it goes on and when it is over: how far, who stayed and why, and taking it back. */
import { Button, Group, Stack, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { CircleCheck, CircleX } from "lucide-react"
import { api } from "../api/client"
import type { Rollout } from "../api/types"
import { tellProblem } from "../ui/Problem"
import { rolloutsPath, useOutcomes, useRollout } from "./rolloutData"
import classes from "./rollouts.module.css"
import { customers } from "./words"

interface Props {
  integrationId: string
  started: Rollout
  close: () => void
}

export function RolloutProgress({ integrationId, started, close }: Props) {
  const rollout = useRollout(integrationId, started)
  const outcomes = useOutcomes(integrationId, rollout, rollout.moved > 20)
  const { moved, refused, expected, status } = rollout
  const stop = useMutation({
    mutationFn: () => api.post(`${rolloutsPath(integrationId)}/${rollout.id}/stop`),
    onError: tellProblem,
  })
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {sentence(rollout)}
      </Text>
      {status === "running" && (
        <div className={classes.track}>
          <div
            className={classes.done}
            style={{ width: `${expected === 0 ? 100 : ((moved + refused) / expected) * 100}%` }}
          />
        </div>
      )}
      {outcomes.data && outcomes.data.length > 0 && (
        <ul className={classes.list} aria-label="Outcomes">
          {outcomes.data.map((outcome) => (
            <li key={outcome.id}>
              {outcome.problems.length === 0 ? (
                <CircleCheck size={15} color="var(--hy-good)" aria-label="Moved" />
              ) : (
                <CircleX size={15} color="var(--hy-bad)" aria-label="Not moved" />
              )}
              <b>{outcome.customer?.name ?? "A customer deleted since"}</b>
              <span className={classes.why}>
                {outcome.problems.length === 0
                  ? `version ${outcome.fromVersion} → ${outcome.toVersion}`
                  : outcome.problems.map(({ message }) => message).join(" ")}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end" gap="xs">
        {status === "running" && (
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
            Stop
          </Button>
        )}
        <Button onClick={close}>{status === "running" ? "Go on in the background" : "Done"}</Button>
      </Group>
    </Stack>
  )
}

function sentence({ status, moved, refused, expected, version }: Rollout): string {
  const where = version === null ? "back where they were" : `on version ${version}`
  if (status === "running") return `Moving, ${moved + refused} of ${expected} so far. You may leave; it goes on.`
  if (status === "stopped") return `Stopped. ${customers(moved)} moved; the others stay where they were.`
  if (refused === 0) {
    const all = moved === 1 ? "The customer is" : `All ${moved.toLocaleString("en")} customers are`
    return moved === 0 ? "Nobody had to move." : `${all} ${where} now. Their URLs stayed the same.`
  }
  return `${moved} of ${moved + refused} are ${where}. The others stay on theirs and keep running; mend what is said below, then move them.`
}
