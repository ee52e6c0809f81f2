import { createHash } from "crypto";
import { decoded, hmac, same, sameText } from "./bytes.js";

const FORM = "application/x-www-form-urlencoded";

// The URL, then names and values of the form by name; of another body its hash must stand in the query.
export function checkTwilio({ headers, query, rawBody, url }, key) {
  const given = decoded(headers["x-twilio-signature"] ?? "", "base64");
  if (given === null) return "credential_missing";
  const algorithm = algorithmOf(headers["x-twilio-webhooks-signature-settings"] ?? "");
  const fields = fieldsOf(headers["content-type"] ?? "", rawBody, query);
  if (!algorithm || fields === null) return "signature_invalid";
  const fitting = spellings(url).filter((spelled) => same(given, hmac(algorithm, key, [spelled, fields])));
  return fitting.length > 0 ? "accepted" : "signature_invalid";
}

function algorithmOf(settings) {
  const chosen = settings.split(",").map((part) => part.split("=").map((word) => word.trim())).find(([name]) => name === "algorithm");
  return { "": "sha1", HMAC_SHA1: "sha1", HMAC_SHA256: "sha256" }[(chosen?.[1] ?? "").toUpperCase()];
}

function fieldsOf(type, rawBody, query) {
  if (!rawBody) return "";
  if (type.split(";")[0].trim().toLowerCase() !== FORM) {
    const hash = String([query?.bodySHA256 ?? ""].flat()[0]).toLowerCase();
    return sameText(hash, createHash("sha256").update(rawBody).digest("hex")) ? "" : null;
  }
  const pairs = new Set();
  for (const part of rawBody.split("&")) {
    if (!part.includes("=")) return null;
    pairs.add(JSON.stringify([part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)].map(plain)));
  }
  const sorted = [...pairs].map((pair) => JSON.parse(pair)).sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  return sorted.map((pair) => pair.join("")).join("");
}

const plain = (text) => decodeURIComponent(text.replace(/\+/g, " "));

// Twilio writes the port in some calls and leaves it out in others.
function spellings(url) {
  const [, scheme, host, port, rest] = /^(https?):\/\/([^/:?#]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  if (!scheme) return [url];
  const usual = scheme === "https" ? "443" : "80";
  return port && port !== usual ? [url, `${scheme}://${host}${rest}`] : [`${scheme}://${host}${rest}`, `${scheme}://${host}:${usual}${rest}`];
}
