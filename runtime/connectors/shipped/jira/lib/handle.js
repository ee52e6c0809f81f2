import { isApp, secretOf } from "./hooks.js";
import { bearsToken, isSigned, refuse } from "./signature.js";

export default async function handle({ connectorParameters, credentials, data, headers, rawBody, state, url }) {
  const proven = isApp(credentials)
    ? bearsToken(headers, connectorParameters?.clientSecret ?? "")
    : isSigned(rawBody, headers, state?.secret ?? secretOf(credentials, url));
  if (!proven) refuse();
  return { events: [{ ...data, deliveryId: headers["x-atlassian-webhook-identifier"] }] };
}
