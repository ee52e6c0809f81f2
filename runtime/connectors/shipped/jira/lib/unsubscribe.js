import { ADMIN, APP, isApp } from "./hooks.js";

export default async function unsubscribe({ apiClient, credentials, state }) {
  if (isApp(credentials)) await apiClient.delete(APP, { webhookIds: [Number(state.id)] });
  else await apiClient.delete(`${ADMIN}/${state.id}`);
}
