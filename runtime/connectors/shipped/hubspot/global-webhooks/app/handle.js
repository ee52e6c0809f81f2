import { isSigned } from "../../lib/signature.js";

export default async function handle(request) {
  const { data, parameters } = request;
  if (!parameters.clientSecret || !isSigned(request, parameters.clientSecret)) {
    return { events: [], response: { status: 401, data: { code: "signature_invalid" } } };
  }
  const batch = (Array.isArray(data) ? data : [data]).filter((event) => event?.portalId && event.subscriptionType);
  return {
    events: batch.flatMap((payload) => [
      { selector: `portal:${payload.portalId}`, payload },
      { selector: `portal:${payload.portalId}:${payload.subscriptionType}`, payload },
    ]),
  };
}
