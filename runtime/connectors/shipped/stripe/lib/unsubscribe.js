export default async function unsubscribe({ apiClient, state }) {
  await apiClient.delete(`webhook_endpoints/${state.id}`);
}
