import list from "./list.js";
import { secretOf } from "./register.js";
import { isSigned, refuse } from "./signature.js";

export default async function handle({ apiClient, data, headers, rawBody, state, url }) {
  // Of a webhook that was found in the list of Zendesk, or calls before its registration was answered, the secret can be asked for.
  const id = state?.id ?? (await list({ apiClient })).find(({ webhookUri }) => webhookUri === url)?.externalId;
  if (!id) refuse();
  const secret = state?.secret ?? (await secretOf(apiClient, id));
  if (!isSigned(rawBody, headers, secret)) refuse();
  return { events: [data], state: { id, secret } };
}
