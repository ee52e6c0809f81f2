import { isSigned, refuse } from "./signature.js";

export default async function handle({ data, headers, rawBody, state }) {
  if (!isSigned(rawBody, headers, state.secret)) refuse();
  const event = headers["x-github-event"];
  // GitHub pings a hook once, when it is made.
  if (event === "ping") return { events: [] };
  return { events: [{ ...data, event, deliveryId: headers["x-github-delivery"] }] };
}
