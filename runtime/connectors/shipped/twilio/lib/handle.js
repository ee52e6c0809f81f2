import { isSigned, refuse } from "./signature.js";

const NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

export default async function handle(request) {
  if (!isSigned(request, request.credentials.authToken)) refuse();
  return { events: [request.data], response: { status: 200, headers: { "Content-Type": "text/xml" }, data: NOTHING } };
}
