export default async function getEventSelector({ apiClient }) {
  const account = await apiClient.get("account");
  return { globalWebhookKey: "connect", globalWebhookEventSelector: `account:${account.id}` };
}
