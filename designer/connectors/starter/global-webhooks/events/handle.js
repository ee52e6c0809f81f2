import { checkSignature } from "../../lib/signature";

// Called for every request to the URL. Says which events it brings and, by their selectors, whose they are.
export default async function handle({ data, headers, rawBody, parameters }) {
  if (parameters.signingSecret) checkSignature({ headers, rawBody, secret: parameters.signingSecret });
  return {
    events: [{ selector: `user_id:${data.user_id}`, payload: data }],
    response: { status: 200, data: "ok" },
  };
}
