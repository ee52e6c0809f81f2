import { graphql } from "../lib/graphql.js";

export default async function test({ apiClient }) {
  const { shop } = await graphql(apiClient, "{ shop { id } }");
  return Boolean(shop.id);
}
