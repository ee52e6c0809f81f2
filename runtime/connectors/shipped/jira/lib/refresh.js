import { APP, isApp } from "./hooks.js";

export default async function refresh({ apiClient, credentials, state }) {
  if (!isApp(credentials)) return { state };
  const { expirationDate } = await apiClient.put(`${APP}/refresh`, { webhookIds: [Number(state.id)] });
  return { state, nextRefreshTimestamp: Date.parse(expirationDate) - 24 * 3600 * 1000 };
}
