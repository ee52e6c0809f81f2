/** Where a Webhook step is called: the draft's URL for tests, and the live URLs that third parties get. */
import { Anchor, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { api } from "../../api/client"
import type { Draft, Instance, IntegrationEndpoint, Page } from "../../api/types"
import type { Flow } from "../../flow/definition"
import { CopyField } from "../../ui/CopyField"
import { documentOf, useEditor } from "../store"
import classes from "./inspector.module.css"

const SHOWN = 4

export function WebhookSection({ flow, integrationId }: { flow: Flow; integrationId: string }) {
  const endpoint = useEditor((state) => documentOf(state).endpoint)
  const type = endpoint?.type ?? "flow"
  const draft = useQuery({
    queryKey: ["draft", integrationId],
    queryFn: () => api.get<Draft>(`/api/integrations/${integrationId}/draft`),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const url = draft.data?.draftUrl
  if (endpoint?.preprocessFlow === flow.key) {
    return (
      <section className={classes.section} aria-label="Endpoint">
        <h3>Endpoint</h3>
        <Text size="xs" c="dimmed">
          This is the preprocess flow: it runs on every request to the integration's endpoint, before customer and flow
          are known.
        </Text>
        {url && <CopyField label="Test URL" value={url} hint="Runs the draft." />}
      </section>
    )
  }
  return (
    <section className={classes.section} aria-label="Endpoint">
      <h3>Endpoint</h3>
      {url && (
        <CopyField
          label="Test URL"
          value={type === "flow" ? `${url}/${flow.key}` : url}
          hint="Runs this draft. It never reaches a customer's instance."
        />
      )}
      {type === "shared" ? (
        <SharedUrl integrationId={integrationId} />
      ) : (
        <InstanceUrls integrationId={integrationId} flowKey={flow.key} perFlow={type === "flow"} />
      )}
      {type !== "flow" && (
        <Text size="xs" c="dimmed">
          One URL serves several flows; which one runs is set under{" "}
          <Anchor component={Link} size="xs" to={`/integrations/${integrationId}/endpoint`}>
            Endpoint
          </Anchor>
          .
        </Text>
      )}
    </section>
  )
}

function SharedUrl({ integrationId }: { integrationId: string }) {
  const endpoints = useQuery({
    queryKey: ["integration-endpoints", integrationId],
    queryFn: () => api.get<IntegrationEndpoint[]>(`/api/integrations/${integrationId}/endpoints`),
  })
  const shared = endpoints.data?.find((each) => each.type === "shared")
  if (endpoints.isSuccess && !shared) return <NotYet text="The URL for all customers appears when you publish." />
  return shared ? <CopyField label="Live URL for all customers" value={shared.url} /> : null
}

function InstanceUrls({
  integrationId,
  flowKey,
  perFlow,
}: {
  integrationId: string
  flowKey: string
  perFlow: boolean
}) {
  const instances = useQuery({
    queryKey: ["instances", { integration: integrationId, limit: SHOWN }],
    queryFn: () => api.get<Page<Instance>>("/api/instances", { integration: integrationId, limit: SHOWN }),
  })
  const urls = (instances.data?.results ?? []).flatMap((instance) =>
    instance.endpoints
      .filter((each) => (perFlow ? each.flowKey === flowKey : each.type === "instance"))
      .map((each) => ({ id: each.id, url: each.url, customer: instance.customer.name })),
  )
  if (instances.isSuccess && urls.length === 0) {
    return <NotYet text="Each customer gets a URL of their own: publish, then deploy the integration to a customer." />
  }
  return (
    <>
      {urls.map(({ id, url, customer }) => (
        <CopyField key={id} label={`Live URL of ${customer}`} value={url} />
      ))}
      {instances.data?.next && (
        <Anchor component={Link} size="xs" to="/customers">
          URLs of all customers
        </Anchor>
      )}
    </>
  )
}

function NotYet({ text }: { text: string }) {
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  )
}
