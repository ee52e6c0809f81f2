import { pathOf, secretOf } from "../../lib/hooks.js";

export default async function list({ apiClient, credentials, parameters }) {
  const { items } = await apiClient.get(pathOf(parameters));
  return items.map(({ tag, url }) => ({
    webhookUri: url,
    externalId: tag,
    state: { tag, secret: secretOf(credentials, url) },
  }));
}
