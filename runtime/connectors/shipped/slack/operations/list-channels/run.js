import { read } from "../../lib/call.js";

export default async function run({ apiClient, input }) {
  const { types, limit, cursor } = input;
  const answer = await read(apiClient, "conversations.list", { exclude_archived: true, types, limit, cursor });
  return { channels: answer.channels, nextCursor: answer.response_metadata?.next_cursor || null };
}
