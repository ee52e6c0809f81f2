import { isSigned, refuse } from "./signature.js";

export default async function handle({ apiClient, data, headers, rawBody, state }) {
  if (state?.secret) {
    if (!isSigned(rawBody, headers, state.secret)) refuse();
    return { events: [data] };
  }
  // Stripe shows the secret once, when an endpoint is made. Of one that was found afterwards, only Stripe itself can say what is true.
  if (!/^evt_[A-Za-z0-9]+$/.test(data?.id ?? "")) refuse();
  return { events: [await apiClient.get(`events/${data.id}`)] };
}
