import { isSigned, refuse } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.signingSecret || !isSigned(rawBody, headers, parameters.signingSecret)) refuse();
  return { events: data.account ? [{ id: data.id, selector: `account:${data.account}`, payload: data }] : [] };
}
