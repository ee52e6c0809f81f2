import { takeOver } from "../../lib/numbers.js";

export default async function subscribe(given) {
  return takeOver(given, "voice");
}
