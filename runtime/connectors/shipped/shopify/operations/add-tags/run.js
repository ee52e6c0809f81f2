import { mutate } from "../../lib/graphql.js";

const ADD = `mutation Tag($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } }
}`;

export default async function run({ apiClient, input }) {
  const { node } = await mutate(apiClient, ADD, { id: input.id, tags: input.tags });
  return node;
}
