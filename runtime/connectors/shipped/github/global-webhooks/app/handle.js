import { isSigned, refuse } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.webhookSecret || !isSigned(rawBody, headers, parameters.webhookSecret)) refuse();
  const event = headers["x-github-event"];
  if (event === "ping" || !data.installation) return { events: [] };
  const deliveryId = headers["x-github-delivery"];
  return {
    events: [{ id: deliveryId, selector: `installation:${data.installation.id}`, payload: { ...data, event, deliveryId } }],
  };
}
