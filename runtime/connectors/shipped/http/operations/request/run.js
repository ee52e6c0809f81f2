import { request } from "../../lib/request.js";

export default async function run({ apiClient, input }) {
  return request(apiClient, (input.method ?? "GET").toLowerCase(), input);
}
