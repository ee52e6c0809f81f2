import { graphql } from "./graphql.js";

const LIST = `query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) { nodes { id uri } pageInfo { hasNextPage endCursor } }
}`;

export default async function list({ apiClient }) {
  const found = [];
  for (let page = 0, after = null; page < 10; page++) {
    const { webhookSubscriptions } = await graphql(apiClient, LIST, { after });
    found.push(...webhookSubscriptions.nodes);
    if (!webhookSubscriptions.pageInfo.hasNextPage) break;
    after = webhookSubscriptions.pageInfo.endCursor;
  }
  return found.map(({ id, uri }) => ({ webhookUri: uri, externalId: id, state: { id } }));
}
