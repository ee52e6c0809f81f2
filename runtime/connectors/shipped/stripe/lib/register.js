import { post } from "./form.js";

export async function register({ apiClient, webhookUri }, events) {
  const endpoint = await post(apiClient, "webhook_endpoints", {
    url: webhookUri,
    enabled_events: events,
    description: "Registered by Hookyard",
  });
  return { state: { id: endpoint.id, secret: endpoint.secret }, externalId: endpoint.id };
}
