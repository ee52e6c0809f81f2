import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export function isSigned(rawBody, headers, secret) {
  const expected = Buffer.from(createHmac("sha256", secret).update(rawBody).digest("base64"));
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}

export const eventOf = (data, headers) => ({
  ...data,
  topic: headers["x-shopify-topic"],
  shop: headers["x-shopify-shop-domain"],
  webhookId: headers["x-shopify-webhook-id"],
});
