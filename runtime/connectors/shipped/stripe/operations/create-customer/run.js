import { post } from "../../lib/form.js";

export default async function run({ apiClient, input }) {
  const { email, name, description, metadata } = input;
  return post(apiClient, "customers", { email, name, description, metadata });
}
