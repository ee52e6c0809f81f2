import { graphql } from "../../lib/graphql.js";

export default async function getEventSelector({ apiClient, parameters }) {
  const { shop } = await graphql(apiClient, "{ shop { myshopifyDomain } }");
  return { globalWebhookKey: "app", globalWebhookEventSelector: `shop:${shop.myshopifyDomain}:${parameters.topic}` };
}
