import { isSigned, refuse, secretOf } from "./signature.js";

export default async function handle({ credentials, data, headers, rawBody, state, url }) {
  // GitHub may call before the answer to the registration has arrived, and with it the state.
  if (!isSigned(rawBody, headers, state?.secret ?? secretOf(credentials, url))) refuse();
  const event = headers["x-github-event"];
  // GitHub pings a hook once, when it is made.
  if (event === "ping") return { events: [] };
  return { events: [{ ...data, event, deliveryId: headers["x-github-delivery"] }] };
}
