import { graphql } from "../../lib/graphql.js";

export default async function getEventSelector({ apiClient, parameters }) {
  const { shop } = await graphql(apiClient, "{ shop { myshopifyDomain } }");
  const topic = parameters.topic ? `:${parameters.topic}` : "";
  return { globalWebhookKey: "app", globalWebhookEventSelector: `shop:${shop.myshopifyDomain}${topic}` };
}
