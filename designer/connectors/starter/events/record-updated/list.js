// All that is registered there: a hook that somebody deleted is registered again, one that was left behind is removed.
export default async function list({ apiClient }) {
  const hooks = await apiClient.get("hooks");
  return hooks.map((hook) => ({ webhookUri: hook.url, externalId: hook.id, state: { id: hook.id, secret: hook.secret } }));
}
