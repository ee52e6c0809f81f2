import { decoded, hmac, same } from "./bytes.js";

const MOST = 20; // signatures in one header; a sender that rotates its key sends two

// These are decoded in the URL before HubSpot signs it.
const DECODED = { "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")", "%2A": "*", "%2C": ",", "%3B": ";" };

const trimmed = (text) => (text ?? "").replace(/^[ \t]+|[ \t]+$/g, "");

export function checkSigned(recipe, request, key, { now, tolerance }) {
  const evidence = evidenceOf(recipe, request.headers);
  if (!evidence) return "credential_missing";
  const pieces = recipe.signed.map((part) => pieceOf(part, request, evidence));
  const expected = hmac(recipe.algorithm ?? "sha256", key, pieces);
  const fitting = evidence.signatures
    .map((given) => decoded(given, recipe.encoding ?? "hex"))
    .filter((given) => given !== null && same(given, expected));
  if (fitting.length === 0) return "signature_invalid";
  const seconds = evidence.time === undefined ? now : secondsOf(evidence.time, recipe.unit);
  return Math.abs(now - seconds) <= tolerance ? "accepted" : "timestamp_stale";
}

function evidenceOf({ headers: names, ids, prefix = "", style, times }, headers) {
  const place = names.findIndex((name) => trimmed(headers[name]));
  if (place < 0) return null;
  const given = trimmed(headers[names[place]]);
  if (style === "pairs") return pairsOf(given, prefix);
  const time = times && trimmed(headers[times[place]]);
  const id = ids && trimmed(headers[ids[place]]);
  if (time === "" || id === "") return null;
  const parts = given.split(style === "versions" ? " " : /[, \t]+/).slice(0, MOST);
  return { id, signatures: parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length)), time };
}

function pairsOf(given, prefix) {
  const pairs = given.split(",").slice(0, MOST).map(trimmed);
  const time = pairs.find((pair) => pair.startsWith("t="))?.slice(2);
  const signatures = pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length));
  return time && signatures.length > 0 ? { signatures, time } : null;
}

function pieceOf(part, { method, rawBody, url }, { id, time }) {
  if (part === "body") return rawBody;
  if (part === "time") return time;
  if (part === "id") return id;
  if (part === "method") return method;
  if (part === "url") return url;
  if (part === "decodedUrl") return url.replace(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
  return part;
}

// NaN for what is no time; nothing is near it.
function secondsOf(time, unit) {
  if (unit === "iso") return /(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? Date.parse(time) / 1000 : Number.NaN;
  if (!/^\d{1,15}$/.test(time)) return Number.NaN;
  return Number(time) / (unit === "ms" ? 1000 : 1);
}
