import { isSigned, refuse } from "../../lib/signature.js";

export default async function handle({ data, headers, parameters, rawBody }) {
  if (!parameters.signingSecret || !isSigned(rawBody, headers, parameters.signingSecret)) refuse();
  if (data.type === "url_verification") {
    return { events: [], response: { status: 200, headers: { "Content-Type": "text/plain" }, data: String(data.challenge) } };
  }
  // Buttons and dialogs come as a form with one field of JSON, slash commands as a plain form.
  const payload = data.payload ? JSON.parse(data.payload) : data;
  const team = payload.team_id ?? payload.team?.id;
  const type = payload.event?.type ?? (payload.command ? "command" : payload.type);
  if (!team || !type) return { events: [] };
  return {
    events: [{ id: payload.event_id ?? payload.trigger_id, selector: `team:${team}:${type}`, payload }],
    // Slack shows an empty answer to a command or a button as nothing at all; a JSON one as a message.
    response: { status: 200, headers: { "Content-Type": "text/plain" }, data: "" },
  };
}
