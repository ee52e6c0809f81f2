import { isSigned, refused } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.signingSecret || !isSigned(rawBody, headers, parameters.signingSecret)) return refused;
  return { events: data.account ? [{ selector: `account:${data.account}`, payload: data }] : [] };
}
