import { createHash, createHmac } from "crypto";

// Typeform knows a webhook by a tag of ours; made from the URL, so that registering twice is registering once.
export const tagOf = (webhookUri) => `hookyard-${createHash("sha256").update(webhookUri).digest("hex").slice(0, 24)}`;

export const secretOf = (credentials, webhookUri) =>
  createHmac("sha256", credentials.token ?? credentials.access_token).update(webhookUri).digest("hex");

export const pathOf = ({ formId }) => `forms/${encodeURIComponent(formId)}/webhooks`;
