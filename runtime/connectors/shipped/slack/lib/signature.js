import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

const TOLERANCE = 300; // seconds, as Slack advises

export function isSigned(rawBody, headers, secret) {
  const time = headers["x-slack-request-timestamp"] ?? "";
  if (!/^\d+$/.test(time) || Math.abs(Date.now() / 1000 - Number(time)) > TOLERANCE) return false;
  const expected = Buffer.from(`v0=${createHmac("sha256", secret).update(`v0:${time}:${rawBody}`).digest("hex")}`);
  const given = Buffer.from(headers["x-slack-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
