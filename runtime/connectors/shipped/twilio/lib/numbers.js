import { post } from "./form.js";

const pathOf = (sid) => `IncomingPhoneNumbers/${encodeURIComponent(sid)}.json`;

export async function numberOf(apiClient, { phoneNumber }) {
  const { incoming_phone_numbers } = await apiClient.get("IncomingPhoneNumbers.json", { PhoneNumber: phoneNumber });
  if (incoming_phone_numbers.length === 0) throw new Error(`The account has no number ${phoneNumber}.`);
  return incoming_phone_numbers[0];
}

// A number calls one URL. Which one it was before is kept, and put back at the end.
export async function takeOver({ apiClient, parameters, webhookUri }, kind) {
  const number = await numberOf(apiClient, parameters);
  const before = { url: number[`${kind}_url`] ?? "", method: number[`${kind}_method`] ?? "POST" };
  await point(apiClient, number.sid, kind, { url: webhookUri, method: "POST" });
  return { state: { sid: number.sid, before: before.url === webhookUri ? { url: "", method: "POST" } : before }, externalId: number.sid };
}

export async function giveBack({ apiClient, state, webhookUri }, kind) {
  const number = await apiClient.get(pathOf(state.sid));
  // Somebody else's by now: not ours to change.
  if (webhookUri && number[`${kind}_url`] !== webhookUri) return;
  await point(apiClient, state.sid, kind, state.before ?? { url: "", method: "POST" });
}

export async function listed({ apiClient, parameters }, kind) {
  const number = await numberOf(apiClient, parameters);
  const url = number[`${kind}_url`];
  return url ? [{ webhookUri: url, externalId: number.sid, state: { sid: number.sid } }] : [];
}

function point(apiClient, sid, kind, { url, method }) {
  const name = kind === "sms" ? "Sms" : "Voice";
  return post(apiClient, pathOf(sid), { [`${name}Url`]: url, [`${name}Method`]: method });
}
