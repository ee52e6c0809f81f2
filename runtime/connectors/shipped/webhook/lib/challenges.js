import { hmac, sameText } from "./bytes.js";
import { refuse } from "./check.js";

const LONGEST = 2048; // characters of a stranger's text that are echoed
const plain = (data) => ({ status: 200, headers: { "Content-Type": "text/plain; charset=utf-8" }, data });

function echo(text) {
  if (typeof text !== "string" || text === "" || text.length > LONGEST) refuse("signature_invalid");
  return plain(text);
}

// "Is this URL yours?" `unproven` questions come before anything is signed; the others are answered after the check. Null for an event.
export function challengeOf({ data, method, query = {} }, { scheme, secret, verifyToken }) {
  if (scheme === "meta" && method === "GET" && "hub.mode" in query) {
    const right = query["hub.mode"] === "subscribe" && Boolean(verifyToken) && sameText(String(query["hub.verify_token"] ?? ""), verifyToken);
    if (!right) refuse("credential_missing");
    return { unproven: true, response: echo(query["hub.challenge"]) };
  }
  if (scheme === "dropbox" && method === "GET" && "challenge" in query) return { unproven: true, response: echo(query.challenge) };
  if (scheme === "microsoft_graph" && method === "POST" && "validationToken" in query) {
    return { unproven: true, response: echo(query.validationToken) };
  }
  if (scheme === "intercom" && method === "HEAD") return { unproven: true, response: plain("") };
  if (scheme === "slack" && data?.type === "url_verification") return { response: echo(data.challenge) };
  if (scheme === "zoom" && data?.event === "endpoint.url_validation") return { response: zoom(data.payload?.plainToken, secret) };
  return null;
}

// Zoom has us sign its token with the key that signs its events: a text that looks like an event must never be signed.
function zoom(plainToken, secret) {
  if (typeof plainToken !== "string" || !/^[A-Za-z0-9_-]{1,200}$/.test(plainToken)) refuse("signature_invalid");
  return { status: 200, data: { plainToken, encryptedToken: hmac("sha256", secret, [plainToken]).toString("hex") } };
}
