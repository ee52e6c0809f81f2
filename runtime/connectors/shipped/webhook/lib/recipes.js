// Where each sender writes its signature, and what it signs. `style`: one or more after a prefix; `t=..,v1=..` pairs; `v1,ab v1,cd`.
const body = ["body"];

export const RECIPES = {
  github: { headers: ["x-hub-signature-256"], prefix: "sha256=", signed: body },
  meta: { headers: ["x-hub-signature-256"], prefix: "sha256=", signed: body },
  intercom: { headers: ["x-hub-signature"], prefix: "sha1=", signed: body, algorithm: "sha1" },
  dropbox: { headers: ["x-dropbox-signature"], signed: body },
  shopify: { headers: ["x-shopify-hmac-sha256"], signed: body, encoding: "base64" },
  typeform: { headers: ["typeform-signature"], prefix: "sha256=", signed: body, encoding: "base64" },
  square: { headers: ["x-square-hmacsha256-signature"], signed: ["url", "body"], encoding: "base64" },
  stripe: { headers: ["stripe-signature"], style: "pairs", prefix: "v1=", signed: ["time", ".", "body"] },
  slack: { headers: ["x-slack-signature"], prefix: "v0=", times: ["x-slack-request-timestamp"], signed: ["v0:", "time", ":", "body"] },
  zoom: { headers: ["x-zm-signature"], prefix: "v0=", times: ["x-zm-request-timestamp"], signed: ["v0:", "time", ":", "body"] },
  hubspot: {
    headers: ["x-hubspot-signature-v3"],
    times: ["x-hubspot-request-timestamp"],
    signed: ["method", "decodedUrl", "body", "time"],
    encoding: "base64",
    unit: "ms",
  },
  zendesk: {
    headers: ["x-zendesk-webhook-signature"],
    times: ["x-zendesk-webhook-signature-timestamp"],
    signed: ["time", "body"],
    encoding: "base64",
    unit: "iso",
  },
  standard_webhooks: {
    headers: ["webhook-signature", "svix-signature"],
    style: "versions",
    prefix: "v1,",
    times: ["webhook-timestamp", "svix-timestamp"],
    ids: ["webhook-id", "svix-id"],
    signed: ["id", ".", "time", ".", "body"],
    encoding: "base64",
  },
};

export function ownRecipe({ header, algorithm, encoding, prefix, signed, timestampHeader }) {
  const dated = signed === "timestamp.body";
  return {
    headers: [(header ?? "X-Signature").toLowerCase()],
    prefix,
    algorithm: algorithm ?? "sha256",
    encoding,
    signed: dated ? ["time", ".", "body"] : body,
    times: dated ? [(timestampHeader ?? "X-Timestamp").toLowerCase()] : undefined,
  };
}
