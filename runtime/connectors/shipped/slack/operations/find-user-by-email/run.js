import { read } from "../../lib/call.js";

export default async function run({ apiClient, input }) {
  return (await read(apiClient, "users.lookupByEmail", { email: input.email })).user;
}
