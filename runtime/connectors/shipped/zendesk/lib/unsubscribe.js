export default async function unsubscribe({ apiClient, state }) {
  await apiClient.delete(`webhooks/${state.id}`);
}
