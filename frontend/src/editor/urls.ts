/** The URL of the open flow, for the clipboard: the draft's, or the live one. Says in words when there is none. */
import { api } from "../api/client"
import type { Draft, Instance, IntegrationEndpoint, Page } from "../api/types"
import { allSteps, type Definition, type Flow } from "../flow/definition"

export type UrlKind = "test" | "live"

/** `steps`: where to look instead. */
export type FoundUrl = { url: string } | { missing: string; steps?: string[] }

export async function urlOf(
  kind: UrlKind,
  integrationId: string,
  definition: Definition,
  flow: Flow,
): Promise<FoundUrl> {
  const webhook = allSteps(flow.steps).find((step) => step.component === "webhook")
  if (!webhook) return { missing: "This flow has no Webhook step, so it has no URL." }
  if (kind === "test") {
    const { draftUrl } = await api.get<Draft>(`/api/integrations/${integrationId}/draft`)
    return { url: hasUrl(definition, flow) ? `${draftUrl}/${flow.key}` : draftUrl }
  }
  if (definition.endpoint?.preprocessFlow === flow.key) {
    return { missing: "The preprocess flow has no live URL of its own: it runs on every request to the endpoint." }
  }
  return definition.endpoint?.type === "shared"
    ? sharedUrl(integrationId)
    : instanceUrl(integrationId, definition, flow, webhook.id)
}

/** One URL for each flow, and this flow has one. */
const hasUrl = ({ endpoint }: Definition, flow: Flow): boolean =>
  (endpoint?.type ?? "flow") === "flow" && endpoint?.preprocessFlow !== flow.key

async function sharedUrl(integrationId: string): Promise<FoundUrl> {
  const endpoints = await api.get<IntegrationEndpoint[]>(`/api/integrations/${integrationId}/endpoints`)
  const shared = endpoints.find((each) => each.type === "shared")
  return shared ? { url: shared.url } : { missing: "There is no live URL yet: it is made when you publish." }
}

async function instanceUrl(id: string, definition: Definition, flow: Flow, webhook: string): Promise<FoundUrl> {
  const { results, next } = await api.get<Page<Instance>>("/api/instances", { integration: id, limit: 2 })
  const urls = results.flatMap((instance) =>
    instance.endpoints.filter((each) =>
      hasUrl(definition, flow) ? each.flowKey === flow.key : each.type === "instance",
    ),
  )
  const [only] = urls
  if (!only) {
    return {
      missing:
        "There is no live URL yet: publish, then deploy the integration to a customer, who gets one of their own.",
    }
  }
  if (urls.length === 1 && !next) return { url: only.url }
  return {
    missing: "Each customer has a live URL of their own. Copy the one you mean from the Webhook step's settings.",
    steps: [webhook],
  }
}
