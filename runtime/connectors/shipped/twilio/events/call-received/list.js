import { listed } from "../../lib/numbers.js";

export default async function list(given) {
  return listed(given, "voice");
}
