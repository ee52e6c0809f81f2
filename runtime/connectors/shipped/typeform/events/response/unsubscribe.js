import { pathOf } from "../../lib/hooks.js";

export default async function unsubscribe({ apiClient, parameters, state }) {
  await apiClient.delete(`${pathOf(parameters)}/${state.tag}`);
}
