import { graphql } from "../../lib/graphql.js";

const QUERY = `query Product($id: ID!) {
  product(id: $id) {
    id title handle status tags totalInventory
    variants(first: 100) { nodes { id title sku price inventoryQuantity } }
  }
}`;

export default async function run({ apiClient, input }) {
  const id = String(input.id).startsWith("gid://") ? input.id : `gid://shopify/Product/${input.id}`;
  const { product } = await graphql(apiClient, QUERY, { id });
  if (!product) throw new Error(`There is no product ${input.id}.`);
  return { ...product, variants: product.variants.nodes };
}
