/** Who is on which version, and who gets the new one at once. Nobody does unless chosen. */
import { Anchor, Button, Checkbox, Group, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import type { Instance } from "../api/types"
import { InstanceState } from "../customers/InstanceState"
import { useSession } from "../shell/session"
import { instancesQuery } from "./publishing"
import classes from "./versions.module.css"

interface Props {
  integrationId: string
  /** One URL for all customers: it follows the newest version at once. */
  shared: boolean
  next: number
  chosen: Instance[]
  choose: (instances: Instance[]) => void
  /** Called when a link leads away. */
  leave: () => void
}

export function PublishCustomers({ integrationId, shared, next, chosen, choose, leave }: Props) {
  const operator = useSession().can("operator")
  const instances = useQuery(instancesQuery(integrationId)).data
  if (!instances || instances.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {instances ? "No customer has this integration yet, so publishing changes nothing for anybody." : ""}
      </Text>
    )
  }
  const ids = new Set(chosen.map(({ id }) => id))
  return (
    <section aria-label="Customers">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={600}>
          Publishing moves nobody. Who gets version {next} at once?
        </Text>
        {operator && (
          <Group gap={4} wrap="nowrap">
            <Button size="compact-xs" variant="default" onClick={() => choose(instances)}>
              All
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => choose([])}>
              None
            </Button>
          </Group>
        )}
      </Group>
      <ul className={classes.customers}>
        {instances.map((instance) => (
          <li key={instance.id}>
            <Checkbox
              size="xs"
              disabled={!operator}
              label={instance.customer.name}
              checked={ids.has(instance.id)}
              onChange={(event) =>
                choose(
                  event.currentTarget.checked
                    ? [...chosen, instance]
                    : chosen.filter((other) => other.id !== instance.id),
                )
              }
            />
            <span className={classes.fromTo}>
              {ids.has(instance.id) ? `version ${instance.version} → ${next}` : `stays on version ${instance.version}`}
            </span>
            {/* Whoever is behind gets more than what the draft changes of the live version. */}
            {instance.version < next - 1 && (
              <Anchor
                size="xs"
                component={Link}
                to={`/integrations/${integrationId}/versions/compare?from=${instance.version}&to=draft`}
                onClick={leave}
              >
                What {instance.customer.name} would get
              </Anchor>
            )}
            <InstanceState instance={instance} />
          </li>
        ))}
      </ul>
      {shared && (
        <Text size="xs" c="dimmed" mt={4}>
          The shared URL verifies and routes by the newest version at once; the flows that then run are those of each
          customer's own version.
        </Text>
      )}
    </section>
  )
}
