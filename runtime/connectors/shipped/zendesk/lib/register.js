export async function register({ apiClient, webhookUri }, subscriptions) {
  const { webhook } = await apiClient.post("webhooks", {
    webhook: {
      name: "Hookyard",
      endpoint: webhookUri,
      http_method: "POST",
      request_format: "json",
      status: "active",
      subscriptions,
    },
  });
  return { state: { id: webhook.id, secret: await secretOf(apiClient, webhook.id) }, externalId: webhook.id };
}

export async function secretOf(apiClient, id) {
  const { signing_secret } = await apiClient.get(`webhooks/${id}/signing_secret`);
  return signing_secret.secret;
}
