import { graphql } from "../../lib/graphql.js";

export default async function run({ apiClient, input }) {
  return graphql(apiClient, input.query, input.variables);
}
