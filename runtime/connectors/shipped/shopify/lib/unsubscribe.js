import { graphql } from "./graphql.js";

const DELETE = `mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`;

export default async function unsubscribe({ apiClient, state }) {
  const { webhookSubscriptionDelete } = await graphql(apiClient, DELETE, { id: state.id });
  // One that is gone already, as Shopify removes those that failed too often, needs no removing.
  const left = webhookSubscriptionDelete.userErrors.filter(({ message }) => !/not exist|not found/i.test(message));
  if (left.length > 0) throw new Error(`Shopify declined: ${left.map(({ message }) => message).join("; ")}`);
}
