import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";
import { secretOf } from "../../lib/hooks.js";

function isSigned(rawBody, headers, secret) {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(rawBody).digest("base64")}`);
  const given = Buffer.from(headers["typeform-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export default async function handle({ credentials, data, headers, rawBody, state, url }) {
  if (!isSigned(rawBody, headers, state?.secret ?? secretOf(credentials, url))) {
    throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
  }
  return { events: [{ ...data, answers: answersOf(data.form_response) }] };
}

// By the reference of the question, so that a flow need not search a list.
function answersOf(response) {
  const answers = {};
  for (const answer of response?.answers ?? []) {
    const value = answer[answer.type];
    answers[answer.field.ref ?? answer.field.id] = value?.label ?? value?.labels ?? value;
  }
  return answers;
}
