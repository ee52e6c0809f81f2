import { pathOf } from "./hooks.js";

export default async function unsubscribe({ apiClient, parameters, state }) {
  await apiClient.delete(`${pathOf(parameters)}/${state.id}`);
}
