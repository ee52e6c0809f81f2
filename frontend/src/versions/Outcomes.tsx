/** How moving each chosen customer to the new version went. */
import { Button, Group, Stack, Text } from "@mantine/core"
import { CircleCheck, CircleX, LoaderCircle } from "lucide-react"
import type { Version } from "../api/types"
import type { Outcome } from "./publishing"
import classes from "./versions.module.css"

interface Props {
  version: Version
  outcomes: Outcome[]
  close: () => void
}

export function Outcomes({ version, outcomes, close }: Props) {
  const left = outcomes.filter(({ done }) => !done).length
  const failed = outcomes.filter(({ failure }) => failure !== null).length
  const fine = outcomes.length - failed
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {left > 0
          ? `Upgrading, ${left} to go…`
          : failed === 0
            ? `${fine === 1 ? "The customer is" : `All ${fine} customers are`} on version ${version.number} now. Their URLs stayed the same.`
            : `${fine} of ${outcomes.length} are on version ${version.number}. The others stay on theirs and keep running; mend what is said below, then upgrade them under Versions.`}
      </Text>
      <ul className={classes.customers} aria-label="Outcomes">
        {outcomes.map(({ instance, failure, done }) => (
          <li key={instance.id}>
            {!done ? (
              <LoaderCircle size={15} color="var(--hy-muted)" aria-label="Under way" />
            ) : failure === null ? (
              <CircleCheck size={15} color="var(--hy-good)" aria-label="Upgraded" />
            ) : (
              <CircleX size={15} color="var(--hy-bad)" aria-label="Not upgraded" />
            )}
            <b>{instance.customer.name}</b>
            <span className={classes.fromTo}>
              {failure === null ? `version ${instance.version} → ${version.number}` : failure}
            </span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button onClick={close} disabled={left > 0}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
