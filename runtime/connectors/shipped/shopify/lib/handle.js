import { eventOf, isSigned, refuse } from "./signature.js";

export default async function handle({ credentials, data, headers, rawBody }) {
  if (!isSigned(rawBody, headers, credentials.clientSecret)) refuse();
  return { events: [eventOf(data, headers)] };
}
