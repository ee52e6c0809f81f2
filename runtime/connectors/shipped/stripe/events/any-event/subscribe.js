import { register } from "../../lib/register.js";

export default async function subscribe(given) {
  return register(given, given.parameters.types);
}
