import { pathOf } from "./hooks.js";
import { secretOf } from "./signature.js";

export default async function list({ apiClient, credentials, parameters }) {
  const found = [];
  for (let page = 1; page <= 10; page++) {
    const hooks = await apiClient.get(pathOf(parameters), { per_page: 100, page });
    found.push(...hooks);
    if (hooks.length < 100) break;
  }
  return found
    .filter((hook) => hook.config?.url)
    .map((hook) => ({
      webhookUri: hook.config.url,
      externalId: String(hook.id),
      state: { id: hook.id, secret: secretOf(credentials, hook.config.url) },
    }));
}
