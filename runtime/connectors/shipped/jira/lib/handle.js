import { bearsToken, isSigned, refuse } from "./signature.js";

export default async function handle({ connectorParameters, data, headers, rawBody, state }) {
  const secret = connectorParameters?.clientSecret;
  const proven = state.secret ? isSigned(rawBody, headers, state.secret) : Boolean(secret) && bearsToken(headers, secret);
  if (!proven) refuse();
  return { events: [{ ...data, deliveryId: headers["x-atlassian-webhook-identifier"] }] };
}
