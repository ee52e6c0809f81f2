import { register } from "../../lib/register.js";

export default async function subscribe(given) {
  return register(given, ["zen:event-type:ticket.created"]);
}
