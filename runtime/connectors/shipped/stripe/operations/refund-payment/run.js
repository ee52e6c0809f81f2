import { post } from "../../lib/form.js";

export default async function run({ apiClient, input }) {
  const { paymentIntent, amount, reason, idempotencyKey } = input;
  const headers = idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {};
  return post(apiClient, "refunds", { payment_intent: paymentIntent, amount, reason }, headers);
}
