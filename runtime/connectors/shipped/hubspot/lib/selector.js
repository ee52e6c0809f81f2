export async function selectorOf(apiClient, type) {
  const { portalId } = await apiClient.get("account-info/v3/details");
  return { globalWebhookKey: "app", globalWebhookEventSelector: `portal:${portalId}:${type}` };
}
