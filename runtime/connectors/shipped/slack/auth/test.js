import { call } from "../lib/call.js";

export default async function test({ apiClient }) {
  const { team_id } = await call(apiClient, "auth.test");
  return Boolean(team_id);
}
