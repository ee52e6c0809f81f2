import { createHmac } from "crypto";

// An administrator's token makes webhooks that stay and are signed; an app makes ones that expire and bear a token of its own.
export const isApp = (credentials) => !credentials.email;
export const ADMIN = "rest/webhooks/1.0/webhook";
export const APP = "rest/api/3/webhook";

export const secretOf = (credentials, webhookUri) => createHmac("sha256", credentials.token).update(webhookUri).digest("hex");

export async function register(given, events) {
  return isApp(given.credentials) ? registerOfApp(given, events) : registerOfAdmin(given, events);
}

async function registerOfAdmin({ apiClient, credentials, parameters, webhookUri }, events) {
  const secret = secretOf(credentials, webhookUri);
  const hook = await apiClient.post(ADMIN, {
    name: "Hookyard",
    url: webhookUri,
    events,
    filters: parameters.jql ? { "issue-related-events-section": parameters.jql } : {},
    excludeBody: false,
    secret,
  });
  const id = idOf(hook);
  return { state: { id, secret }, externalId: id };
}

async function registerOfApp({ apiClient, parameters, webhookUri }, events) {
  const webhooks = [{ events, jqlFilter: parameters.jql || "project != EMPTY" }];
  const { webhookRegistrationResult: [made] } = await apiClient.post(APP, { url: webhookUri, webhooks });
  if (!made.createdWebhookId) throw new Error(`Jira declined: ${(made.errors ?? ["no reason given"]).join("; ")}`);
  const id = String(made.createdWebhookId);
  // Jira lets it expire after 30 days.
  return { state: { id }, externalId: id, nextRefreshTimestamp: Date.now() + 29 * 24 * 3600 * 1000 };
}

export const idOf = (hook) => hook.self.split("/").pop();
