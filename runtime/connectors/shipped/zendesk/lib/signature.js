import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export function isSigned(rawBody, headers, secret) {
  const time = headers["x-zendesk-webhook-signature-timestamp"];
  if (!time) return false;
  const expected = Buffer.from(createHmac("sha256", secret).update(time + rawBody).digest("base64"));
  const given = Buffer.from(headers["x-zendesk-webhook-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
