export default async function list({ apiClient }) {
  const found = [];
  for (let page = 0, after; page < 10; page++) {
    const answer = await apiClient.get("webhooks", { "page[size]": 100, ...(after && { "page[after]": after }) });
    found.push(...answer.webhooks);
    if (!answer.meta?.has_more) break;
    after = answer.meta.after_cursor;
  }
  return found.map(({ id, endpoint }) => ({ webhookUri: endpoint, externalId: id, state: { id } }));
}
