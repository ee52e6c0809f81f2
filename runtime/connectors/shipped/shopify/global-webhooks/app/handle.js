import { eventOf, isSigned, refuse } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.clientSecret || !isSigned(rawBody, headers, parameters.clientSecret)) refuse();
  const shop = headers["x-shopify-shop-domain"];
  if (!shop) return { events: [] };
  const payload = eventOf(data, headers);
  return { events: [{ id: payload.webhookId, selector: `shop:${shop}:${payload.topic}`, payload }] };
}
