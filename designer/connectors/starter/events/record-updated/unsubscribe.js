// Called when the instance is paused or deleted.
export default async function unsubscribe({ apiClient, state }) {
  await apiClient.delete(`hooks/${state.id}`);
}
