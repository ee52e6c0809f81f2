import { createHash } from "crypto";
import { read } from "../../lib/read.js";

const MOST_KNOWN = 2000;

export default async function poll({ apiClient, parameters, state }) {
  const { path, query, items: where, id = "id" } = parameters;
  const items = read(await apiClient.get(path, query), where);
  if (!Array.isArray(items)) throw new Error(`There is no list at ${where || "the top of the answer"}.`);
  const keyed = items.map((item) => [keyOf(item, id), item]);
  const known = new Set(state?.known ?? []);
  // What is there at the beginning is not new; without a beginning, everything would start a flow at once.
  const events = state?.known ? keyed.filter(([key]) => !known.has(key)).map(([, item]) => item) : [];
  const kept = [...new Set([...keyed.map(([key]) => key), ...known])].slice(0, MOST_KNOWN);
  return { events: events.reverse(), state: { known: kept } };
}

function keyOf(item, id) {
  const key = read(item, id);
  return createHash("sha256").update(JSON.stringify(key ?? item)).digest("hex").slice(0, 16);
}
