import { Buffer } from "buffer";
import { decoded, hmac, sameText } from "./bytes.js";
import { ownRecipe, RECIPES } from "./recipes.js";
import { checkSigned } from "./signed.js";
import { checkTwilio } from "./twilio.js";

// "accepted", or why not: credential_missing, signature_invalid, timestamp_stale. `now` is in seconds.
export function check(request, parameters, now) {
  const { scheme, secret = "", toleranceSeconds: tolerance = 300 } = parameters;
  if (scheme === "none") return "accepted";
  if (!secret) return "credential_missing";
  const { headers } = request;
  const authorization = headers.authorization ?? "";
  switch (scheme) {
    case "api_key":
      return equal(headers[(parameters.header ?? "X-Api-Key").toLowerCase()] ?? "", secret);
    case "bearer":
      return equal(authorization.replace(/^bearer +/i, ""), secret);
    case "basic":
      return equal(authorization.replace(/^basic +/i, ""), Buffer.from(`${parameters.username ?? ""}:${secret}`).toString("base64"));
    case "jwt":
      return checkToken(headers[(parameters.header ?? "Authorization").toLowerCase()] ?? "", parameters, now);
    case "microsoft_graph":
      return checkStates(request.data?.value, secret);
    case "twilio":
      return checkTwilio(request, secret);
    case "standard_webhooks": {
      const key = decoded(secret.replace(/^whsec_/, ""), "base64");
      return key ? checkSigned(RECIPES.standard_webhooks, request, key, { now, tolerance }) : "credential_missing";
    }
    default: {
      const recipe = scheme === "hmac" ? ownRecipe(parameters) : RECIPES[scheme];
      if (!recipe) throw new Error(`There is no scheme ${scheme}.`);
      return checkSigned(recipe, request, secret, { now, tolerance });
    }
  }
}

export function refuse(outcome) {
  throw Object.assign(new Error(`The sender did not prove itself: ${outcome}.`), { status: 401 });
}

const equal = (given, expected) => (sameText(given, expected) ? "accepted" : "credential_missing");

// All of a batch: one notification that is ours must not let a stranger's in beside it.
function checkStates(notifications, secret) {
  const ours = Array.isArray(notifications) && notifications.length > 0 &&
    notifications.every((one) => sameText(String(one?.clientState ?? ""), secret));
  return ours ? "accepted" : "credential_missing";
}

function checkToken(header, { algorithm = "HS256", secret }, now) {
  const [head, claims, signature, ...more] = header.replace(/^(bearer|jwt) +/i, "").split(".");
  if (!signature || more.length > 0) return "credential_missing";
  const expected = hmac(algorithm.replace("HS", "sha"), secret, [`${head}.${claims}`]).toString("base64url");
  if (!sameText(signature, expected)) return "signature_invalid";
  try {
    const [{ alg }, { exp, nbf }] = [head, claims].map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
    if (alg !== algorithm) return "signature_invalid";
    return (exp === undefined || exp > now - 60) && (nbf === undefined || nbf <= now + 60) ? "accepted" : "timestamp_stale";
  } catch {
    return "signature_invalid";
  }
}
