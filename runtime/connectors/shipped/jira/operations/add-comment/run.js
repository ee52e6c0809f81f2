import { document } from "../../lib/document.js";

export default async function run({ apiClient, input }) {
  return apiClient.post(`rest/api/3/issue/${encodeURIComponent(input.key)}/comment`, { body: document(input.body) });
}
