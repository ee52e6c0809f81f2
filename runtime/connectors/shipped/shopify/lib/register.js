import { mutate } from "./graphql.js";

const CREATE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`;

export async function register({ apiClient, webhookUri }, topic) {
  const { webhookSubscription } = await mutate(apiClient, CREATE, { topic, uri: webhookUri });
  return { state: { id: webhookSubscription.id }, externalId: webhookSubscription.id };
}
