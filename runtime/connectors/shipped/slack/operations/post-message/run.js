import { call } from "../../lib/call.js";

export default async function run({ apiClient, input }) {
  const { channel, text, blocks, threadTs } = input;
  return call(apiClient, "chat.postMessage", { channel, text, blocks, thread_ts: threadTs });
}
