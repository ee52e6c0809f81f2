import { pathOf, secretOf, tagOf } from "../../lib/hooks.js";

export default async function subscribe({ apiClient, credentials, parameters, webhookUri }) {
  const tag = tagOf(webhookUri);
  const secret = secretOf(credentials, webhookUri);
  const path = `${pathOf(parameters)}/${tag}`;
  await apiClient.put(path, { url: webhookUri, enabled: true, secret, verify_ssl: true });
  return { state: { tag, secret }, externalId: tag };
}
