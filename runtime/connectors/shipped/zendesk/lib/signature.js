import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export function isSigned(rawBody, headers, secret) {
  const time = headers["x-zendesk-webhook-signature-timestamp"];
  if (!time) return false;
  const expected = Buffer.from(createHmac("sha256", secret).update(time + rawBody).digest("base64"));
  const given = Buffer.from(headers["x-zendesk-webhook-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
