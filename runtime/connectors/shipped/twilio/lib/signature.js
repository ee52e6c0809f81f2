import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

// The URL as Twilio called it, then each field of the form, by name.
export function isSigned({ data, headers, url }, secret) {
  const fields = Object.keys(data ?? {})
    .sort()
    .map((name) => name + [data[name]].flat().join(""));
  const expected = Buffer.from(createHmac("sha1", secret).update(url + fields.join("")).digest("base64"));
  const given = Buffer.from(headers["x-twilio-signature"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
