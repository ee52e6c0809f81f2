import { register } from "../../lib/register.js";

export default async function subscribe(given) {
  return register(given, ["customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted"]);
}
