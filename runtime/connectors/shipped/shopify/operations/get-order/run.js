import { graphql } from "../../lib/graphql.js";

const QUERY = `query Order($id: ID!) {
  order(id: $id) {
    id name email createdAt displayFinancialStatus displayFulfillmentStatus tags
    totalPriceSet { shopMoney { amount currencyCode } }
    lineItems(first: 100) { nodes { id title quantity sku } }
  }
}`;

export default async function run({ apiClient, input }) {
  const id = String(input.id).startsWith("gid://") ? input.id : `gid://shopify/Order/${input.id}`;
  const { order } = await graphql(apiClient, QUERY, { id });
  if (!order) throw new Error(`There is no order ${input.id}.`);
  return { ...order, lineItems: order.lineItems.nodes };
}
