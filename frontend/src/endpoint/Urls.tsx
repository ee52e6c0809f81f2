/** The public URLs of an integration: what services call, and the draft's for trying out. */
import { Anchor, Skeleton, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { api } from "../api/client"
import type { Instance } from "../api/types"
import { useServerDraft } from "../bench/draft"
import type { EndpointConfig } from "../flow/definition"
import { EndpointUrl } from "../ui/EndpointUrl"
import { useChoices } from "../ui/paged"
import classes from "./StopSettings.module.css"

interface IntegrationEndpoint {
  id: string
  type: "shared" | "draft"
  url: string
}

export function Urls({ integrationId, type }: { integrationId: string; type: EndpointConfig["type"] }) {
  const draft = useServerDraft(integrationId).data
  return (
    <section className={classes.panel} aria-label="URLs">
      <Title order={2} fz="sm">
        URLs
      </Title>
      {type === "shared" ? <SharedUrl integrationId={integrationId} /> : <InstanceUrls integrationId={integrationId} />}
      {draft ? (
        <EndpointUrl
          label="Draft URL"
          url={draft.draftUrl}
          hint="runs the draft as saved, for trying out; no customer is reached"
        />
      ) : (
        <Skeleton h={48} />
      )}
    </section>
  )
}

function SharedUrl({ integrationId }: { integrationId: string }) {
  const endpoints = useQuery({
    queryKey: ["integration-endpoints", integrationId],
    queryFn: () => api.get<IntegrationEndpoint[]>(`/api/integrations/${integrationId}/endpoints`),
  })
  if (endpoints.isPending) return <Skeleton h={48} />
  const shared = endpoints.data?.find((endpoint) => endpoint.type === "shared")
  if (!shared) {
    return (
      <Text size="sm" c="dimmed">
        The shared URL is made when you publish, and stays the same over all versions.
      </Text>
    )
  }
  return <EndpointUrl label="Shared URL" url={shared.url} hint="live, for all customers" />
}

const SHOWN = 6

function InstanceUrls({ integrationId }: { integrationId: string }) {
  const instances = useChoices<Instance>("/api/instances", { integration: integrationId })
  if (instances.isPending) return <Skeleton h={48} />
  const found = instances.data ?? []
  if (found.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Every instance gets its own URLs. Publish, then deploy an instance to a{" "}
        <Anchor component={Link} to="/customers" inherit>
          customer
        </Anchor>
        .
      </Text>
    )
  }
  return (
    <Stack gap="sm">
      {found
        .slice(0, SHOWN)
        .flatMap((instance) =>
          instance.endpoints.map((endpoint) => (
            <EndpointUrl
              key={endpoint.id}
              label={[instance.customer.name, endpoint.flowName].filter(Boolean).join(", ")}
              url={endpoint.url}
            />
          )),
        )}
      {found.length > SHOWN && (
        <Text size="xs" c="dimmed">
          And those of {found.length - SHOWN} more customers; each customer's page shows its own.
        </Text>
      )}
    </Stack>
  )
}
