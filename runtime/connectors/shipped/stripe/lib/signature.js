import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

const TOLERANCE = 300; // seconds, as in Stripe's own libraries

export function isSigned(rawBody, headers, secret) {
  const parts = (headers["stripe-signature"] ?? "").split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1];
  if (!time || !(Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE)) return false;
  const expected = Buffer.from(createHmac("sha256", secret).update(`${time}.${rawBody}`).digest("hex"));
  return parts
    .filter(([name]) => name === "v1")
    .map(([, given]) => Buffer.from(given ?? ""))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
