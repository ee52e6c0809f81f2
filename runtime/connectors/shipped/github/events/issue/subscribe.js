import { register } from "../../lib/hooks.js";

export default async function subscribe(given) {
  return register(given, ["issues"]);
}
