import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

export const hmac = (algorithm, key, pieces) =>
  pieces.reduce((signing, piece) => signing.update(piece), createHmac(algorithm, key)).digest();

export const same = (left, right) => left.length === right.length && timingSafeEqual(left, right);

export const sameText = (left, right) => same(Buffer.from(left), Buffer.from(right));

// Null for what is not written in this encoding: a decoder that forgives would let several texts be one signature.
export function decoded(text, encoding) {
  if (encoding === "hex") return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : null;
  const bare = text.replace(/={0,2}$/, "");
  const bytes = Buffer.from(bare, "base64");
  return bare && bytes.toString("base64").replace(/=+$/, "") === bare ? bytes : null;
}
