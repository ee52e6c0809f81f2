import { giveBack } from "../../lib/numbers.js";

export default async function unsubscribe(given) {
  return giveBack(given, "voice");
}
