export default async function list({ apiClient }) {
  const found = [];
  for (let page = 0; page < 10; page++) {
    const last = found[found.length - 1];
    const answer = await apiClient.get("webhook_endpoints", { limit: 100, ...(last && { starting_after: last.id }) });
    found.push(...answer.data);
    if (!answer.has_more) break;
  }
  return found.map(({ id, url }) => ({ webhookUri: url, externalId: id, state: { id } }));
}
