import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export function isSigned(rawBody, headers, secret) {
  const expected = Buffer.from(createHmac("sha256", secret).update(rawBody).digest("base64"));
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const refused = { events: [], response: { status: 401, data: { code: "signature_invalid" } } };

export const eventOf = (data, headers) => ({
  ...data,
  topic: headers["x-shopify-topic"],
  shop: headers["x-shopify-shop-domain"],
  webhookId: headers["x-shopify-webhook-id"],
});
