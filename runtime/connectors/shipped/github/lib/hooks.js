import { secretOf } from "./signature.js";

export const pathOf = ({ owner, repo }) => `repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/hooks`;

export async function register({ apiClient, credentials, parameters, webhookUri }, events) {
  const secret = secretOf(credentials, webhookUri);
  const hook = await apiClient.post(pathOf(parameters), {
    name: "web",
    active: true,
    events,
    config: { url: webhookUri, content_type: "json", insecure_ssl: "0", secret },
  });
  return { state: { id: hook.id, secret }, externalId: String(hook.id) };
}
