import { post } from "../../lib/form.js";

export default async function run({ apiClient, input }) {
  const { customer, amount, currency, description } = input;
  return post(apiClient, "invoiceitems", { customer, amount, currency, description });
}
