import { Buffer } from "buffer";
import { createHmac, timingSafeEqual } from "crypto";

function same(left, right) {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

export function isSigned(rawBody, headers, secret) {
  const expected = `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`;
  return same(headers["x-hub-signature"] ?? "", expected);
}

// What an app's webhooks bear: a JSON Web Token that Atlassian signed with the client secret.
export function bearsToken(headers, secret) {
  const [head, claims, signature, ...more] = (headers.authorization ?? "").replace(/^(Bearer|JWT) /i, "").split(".");
  if (!secret || !signature || more.length > 0) return false;
  const expected = createHmac("sha256", secret).update(`${head}.${claims}`).digest("base64url");
  if (!same(signature, expected)) return false;
  try {
    const [{ alg }, { exp }] = [head, claims].map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
    return alg === "HS256" && Number(exp) > Date.now() / 1000;
  } catch {
    return false;
  }
}

export function refuse() {
  throw Object.assign(new Error("The request is not signed as it should be."), { status: 401 });
}
