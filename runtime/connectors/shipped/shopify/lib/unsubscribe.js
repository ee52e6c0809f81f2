import { mutate } from "./graphql.js";

const DELETE = `mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`;

export default async function unsubscribe({ apiClient, state }) {
  await mutate(apiClient, DELETE, { id: state.id });
}
