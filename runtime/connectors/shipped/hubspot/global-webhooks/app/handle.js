import { isSigned, refuse } from "../../lib/signature.js";

export default async function handle(request) {
  const { data, parameters } = request;
  if (!parameters.clientSecret || !isSigned(request, parameters.clientSecret)) refuse();
  const batch = (Array.isArray(data) ? data : [data]).filter((event) => event?.portalId && event.subscriptionType);
  return {
    events: batch.map((payload) => ({
      // HubSpot does not promise that its event ids are unique; with these they are.
      id: [payload.eventId, payload.subscriptionId, payload.objectId, payload.occurredAt].join(":"),
      selector: `portal:${payload.portalId}:${payload.subscriptionType}`,
      payload,
    })),
  };
}
