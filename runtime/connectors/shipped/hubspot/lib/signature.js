import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

const TOLERANCE = 300_000; // milliseconds, as HubSpot demands

// These are decoded in the URL before HubSpot signs it.
const DECODED = { "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")", "%2A": "*", "%2C": ",", "%3B": ";" };

export function isSigned({ headers, method, rawBody, url }, secret) {
  const time = headers["x-hubspot-request-timestamp"] ?? "";
  if (!/^\d+$/.test(time) || Math.abs(Date.now() - Number(time)) > TOLERANCE) return false;
  const uri = url.replace(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
  const expected = Buffer.from(createHmac("sha256", secret).update(method + uri + rawBody + time).digest("base64"));
  const given = Buffer.from(headers["x-hubspot-signature-v3"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
