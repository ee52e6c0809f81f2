/** The URIs of an integration's global webhooks, for pasting into the settings of an app at a service. */
import { Anchor, Button, Group, Select, Text, Title } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { api } from "../api/client"
import panel from "../endpoint/StopSettings.module.css"
import { useSession } from "../shell/session"
import { EndpointUrl } from "../ui/EndpointUrl"
import { tell, tellProblem } from "../ui/Problem"
import { When } from "../ui/When"
import classes from "./listening.module.css"
import { OtherParameters } from "./OtherParameters"
import { ParametersDialog } from "./ParametersDialog"
import type { GlobalWebhook, KnownConnector } from "./types"

export function GlobalWebhooks({ integrationId }: { integrationId: string }) {
  const path = `/api/integrations/${integrationId}/webhooks`
  const webhooks = useQuery({ queryKey: [path], queryFn: () => api.get<GlobalWebhook[]>(path) })
  const builder = useSession().can("builder")
  const found = webhooks.data ?? []
  return (
    <section className={panel.panel} aria-label="Global webhooks">
      <Title order={2} fz="sm">
        Global webhooks
      </Title>
      <Text size="xs" c="dimmed">
        Some services send the events of all customers to one URL. Its connector reads each request and finds the
        customers who wait for it, as{" "}
        <Anchor component={Link} to={`/listening?integration=${integrationId}`} inherit underline="always">
          Registered hooks
        </Anchor>{" "}
        lists them.
      </Text>
      {found.map((webhook) => (
        <Webhook key={webhook.id} webhook={webhook} integrationId={integrationId} path={path} builder={builder} />
      ))}
      {builder && (
        <UseConnector path={path} integrationId={integrationId} used={found.map((webhook) => webhook.connector)} />
      )}
    </section>
  )
}

interface WebhookProps {
  webhook: GlobalWebhook
  integrationId: string
  path: string
  builder: boolean
}

function Webhook({ webhook, integrationId, path, builder }: WebhookProps) {
  const queries = useQueryClient()
  const [setting, setSetting] = useState(false)
  const rotate = useMutation({
    mutationFn: () => api.post(`${path}/${webhook.id}/rotate`, { overlapHours: 24 }),
    onSuccess: () =>
      tell("It has another URL now. The one before works for another day: paste the new one at the service."),
    onError: tellProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: [path] }),
  })
  return (
    <div className={classes.webhook}>
      <EndpointUrl
        label={`${webhook.connectorName}: ${webhook.name}`}
        url={webhook.uri}
        hint={
          <>
            {webhook.listening === 1 ? "1 subscription waits" : `${webhook.listening} subscriptions wait`} for its
            events
            {webhook.previousUntil && (
              <>
                ; the URL before ends <When time={webhook.previousUntil} />
              </>
            )}
          </>
        }
      />
      <Group gap="xs" mt={4}>
        <Anchor component={Link} to={`/connectors/${webhook.connector}`} size="xs" underline="always">
          How to register it
        </Anchor>
        {builder && (
          <Button variant="default" size="compact-xs" loading={rotate.isPending} onClick={() => rotate.mutate()}>
            Rotate URL
          </Button>
        )}
        {builder && (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`Parameters of ${webhook.connectorName}`}
            onClick={() => setSetting(true)}
          >
            Parameters
          </Button>
        )}
      </Group>
      {setting && (
        <ParametersDialog
          integrationId={integrationId}
          connector={webhook.connector}
          name={webhook.connectorName}
          close={() => setSetting(false)}
        />
      )}
    </div>
  )
}

function UseConnector({ path, integrationId, used }: { path: string; integrationId: string; used: string[] }) {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const connectors = useQuery({
    queryKey: ["connector-choices"],
    queryFn: () => api.get<KnownConnector[]>("/api/connectors"),
  })
  const others = connectors.data?.filter((each) => !used.includes(each.key)) ?? []
  const choices = others.filter((each) => each.globalWebhooks > 0)
  const add = useMutation({
    mutationFn: () => api.post(path, { connector: chosen }),
    onSuccess: () => setChosen(null),
    onError: tellProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: [path] }),
  })
  return (
    <>
      {choices.length > 0 && (
        <Group gap="xs" align="end" className={classes.webhook}>
          <Select
            label="Use a connector"
            placeholder="Choose one with a global webhook"
            size="xs"
            w={260}
            searchable
            data={choices.map((each) => ({ value: each.key, label: each.name }))}
            value={chosen}
            onChange={setChosen}
          />
          <Button size="xs" variant="default" disabled={!chosen} loading={add.isPending} onClick={() => add.mutate()}>
            Get its URL
          </Button>
        </Group>
      )}
      <OtherParameters integrationId={integrationId} connectors={others} />
    </>
  )
}
