import { check } from "../../lib/check.js";

export default async function run({ input }) {
  const { scheme, secret, settings, method = "POST", url = "", headers, body, now = Date.now() / 1000 } = input;
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const request = { data: parsed(body), headers: lower, method, query: queryOf(url), rawBody: body, url };
  const outcome = check(request, { ...settings, scheme, secret }, now);
  return { outcome, accepted: outcome === "accepted" };
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function queryOf(url) {
  const [, query = ""] = url.split("?");
  return Object.fromEntries(query.split("&").filter(Boolean).map((pair) => {
    const [name, ...value] = pair.split("=");
    return [name, decodeURIComponent(value.join("=").replace(/\+/g, " "))];
  }));
}
