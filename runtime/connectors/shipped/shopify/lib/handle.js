import { eventOf, isSigned, refuse } from "./signature.js";

export default async function handle({ connectorParameters, credentials, data, headers, rawBody }) {
  const secret = credentials.clientSecret ?? connectorParameters?.clientSecret;
  if (!secret || !isSigned(rawBody, headers, secret)) refuse();
  return { events: [eventOf(data, headers)] };
}
