import { graphql } from "../../lib/graphql.js";

const QUERY = `query Customers($query: String!, $first: Int!) {
  customers(query: $query, first: $first) { nodes { id displayName firstName lastName email numberOfOrders tags } }
}`;

export default async function run({ apiClient, input }) {
  const { customers } = await graphql(apiClient, QUERY, { query: input.query, first: input.first ?? 10 });
  return { items: customers.nodes };
}
