// Called when a customer's flow begins to listen: which events of the webhook are this account's?
export default async function getEventSelector({ apiClient }) {
  const me = await apiClient.get("users/me");
  return { globalWebhookKey: "events", globalWebhookEventSelector: `user_id:${me.id}` };
}
