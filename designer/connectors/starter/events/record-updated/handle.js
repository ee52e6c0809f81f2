import { checkSignature } from "../../lib/signature";

// Called for every request to the URL that was registered. Says which events it brings.
export default async function handle({ data, headers, rawBody, state }) {
  checkSignature({ headers, rawBody, secret: state.secret });
  return { events: [data], response: { status: 200, data: "ok" } };
}
