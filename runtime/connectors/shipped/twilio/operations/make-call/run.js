import { post } from "../../lib/form.js";

export default async function run({ apiClient, input }) {
  return post(apiClient, "Calls.json", { From: input.from, To: input.to, Twiml: input.twiml });
}
