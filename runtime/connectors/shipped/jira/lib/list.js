import { ADMIN, APP, idOf, isApp, secretOf } from "./hooks.js";

export default async function list({ apiClient, credentials }) {
  if (!isApp(credentials)) {
    const hooks = await apiClient.get(ADMIN);
    return hooks.map((hook) => ({
      webhookUri: hook.url,
      externalId: idOf(hook),
      state: { id: idOf(hook), secret: secretOf(credentials, hook.url) },
    }));
  }
  const found = [];
  for (let startAt = 0; ; ) {
    const page = await apiClient.get(APP, { startAt, maxResults: 100 });
    found.push(...page.values);
    startAt += page.values.length;
    if (page.isLast !== false || page.values.length === 0) break;
  }
  return found.map(({ id, url }) => ({ webhookUri: url, externalId: String(id), state: { id: String(id) } }));
}
