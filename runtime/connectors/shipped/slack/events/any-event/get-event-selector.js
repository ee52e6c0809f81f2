import { call } from "../../lib/call.js";

export default async function getEventSelector({ apiClient, parameters }) {
  const { team_id } = await call(apiClient, "auth.test");
  return { globalWebhookKey: "events", globalWebhookEventSelector: `team:${team_id}:${parameters.type}` };
}
