import { secretOf } from "./register.js";
import { isSigned, refuse } from "./signature.js";

export default async function handle({ apiClient, data, headers, rawBody, state }) {
  // Of a webhook that was found in Zendesk's list, the secret can be asked for.
  const secret = state.secret ?? (await secretOf(apiClient, state.id));
  if (!isSigned(rawBody, headers, secret)) refuse();
  return { events: [data], state: { ...state, secret } };
}
