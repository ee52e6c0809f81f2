import { call } from "../../lib/call.js";

export default async function run({ apiClient, input }) {
  const { channel, ts, name } = input;
  await call(apiClient, "reactions.add", { channel, timestamp: ts, name });
  return { added: true };
}
