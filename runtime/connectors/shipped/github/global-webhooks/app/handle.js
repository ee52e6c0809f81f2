import { isSigned, refused } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.webhookSecret || !isSigned(rawBody, headers, parameters.webhookSecret)) return refused;
  const event = headers["x-github-event"];
  if (event === "ping" || !data.installation) return { events: [] };
  return {
    events: [
      {
        selector: `installation:${data.installation.id}`,
        payload: { ...data, event, deliveryId: headers["x-github-delivery"] },
      },
    ],
  };
}
