import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export function isSigned(rawBody, headers, secret) {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`);
  const given = Buffer.from(headers["x-hub-signature-256"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}

// Made from the token and the URL, so that a hook found in GitHub's list can be checked although nobody kept its secret.
export function secretOf(credentials, webhookUri) {
  return createHmac("sha256", credentials.token ?? credentials.access_token).update(webhookUri).digest("hex");
}
