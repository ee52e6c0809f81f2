import { eventOf, isSigned, refused } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.clientSecret || !isSigned(rawBody, headers, parameters.clientSecret)) return refused;
  const shop = headers["x-shopify-shop-domain"];
  if (!shop) return { events: [] };
  const payload = eventOf(data, headers);
  return { events: [{ selector: `shop:${shop}`, payload }, { selector: `shop:${shop}:${payload.topic}`, payload }] };
}
