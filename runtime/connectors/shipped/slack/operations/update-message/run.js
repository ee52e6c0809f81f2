import { call } from "../../lib/call.js";

export default async function run({ apiClient, input }) {
  const { channel, ts, text, blocks } = input;
  return call(apiClient, "chat.update", { channel, ts, text, blocks });
}
