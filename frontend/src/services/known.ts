/**
 * Services that many integrations need: where they ask people to agree, and how to try what they gave.
 *
 * For: filling the form in, which stays open to change; the test connection tells whether a service has moved since.
 */
import type { ServiceForm } from "./serviceForm"

type Known = Partial<ServiceForm> & Pick<ServiceForm, "name" | "scheme" | "hosts">

export const KNOWN: Known[] = [
  {
    name: "Asana",
    scheme: "oauth2_code",
    hosts: ["app.asana.com"],
    authorizeUrl: "https://app.asana.com/-/oauth_authorize",
    tokenUrl: "https://app.asana.com/-/oauth_token",
    revokeUrl: "https://app.asana.com/-/oauth_revoke",
    clientAuth: "body",
    testUrl: "https://app.asana.com/api/1.0/users/me",
  },
  {
    name: "Dropbox",
    scheme: "oauth2_code",
    hosts: ["api.dropboxapi.com", "content.dropboxapi.com"],
    authorizeUrl: "https://www.dropbox.com/oauth2/authorize?token_access_type=offline",
    tokenUrl: "https://api.dropboxapi.com/oauth2/token",
    testMethod: "POST",
    testUrl: "https://api.dropboxapi.com/2/users/get_current_account",
  },
  {
    name: "GitHub",
    scheme: "oauth2_code",
    hosts: ["api.github.com"],
    authorizeUrl: "https://github.com/login/oauth/authorize",
    tokenUrl: "https://github.com/login/oauth/access_token",
    clientAuth: "body",
    scopes: ["repo"],
    testUrl: "https://api.github.com/user",
  },
  {
    name: "GitLab",
    scheme: "oauth2_code",
    hosts: ["gitlab.com"],
    authorizeUrl: "https://gitlab.com/oauth/authorize",
    tokenUrl: "https://gitlab.com/oauth/token",
    revokeUrl: "https://gitlab.com/oauth/revoke",
    clientAuth: "body",
    scopes: ["read_api"],
    testUrl: "https://gitlab.com/api/v4/user",
  },
  {
    name: "Google",
    scheme: "oauth2_code",
    hosts: ["*.googleapis.com"],
    authorizeUrl: "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent",
    tokenUrl: "https://oauth2.googleapis.com/token",
    revokeUrl: "https://oauth2.googleapis.com/revoke",
    clientAuth: "body",
    scopes: ["openid", "email"],
    testUrl: "https://openidconnect.googleapis.com/v1/userinfo",
  },
  {
    name: "HubSpot",
    scheme: "oauth2_code",
    hosts: ["api.hubapi.com"],
    authorizeUrl: "https://app.hubspot.com/oauth/authorize",
    tokenUrl: "https://api.hubapi.com/oauth/v1/token",
    clientAuth: "body",
    scopes: ["oauth", "crm.objects.contacts.read"],
    testUrl: "https://api.hubapi.com/crm/v3/objects/contacts?limit=1",
  },
  {
    name: "Microsoft",
    scheme: "oauth2_code",
    hosts: ["graph.microsoft.com"],
    authorizeUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    tokenUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    clientAuth: "body",
    scopes: ["offline_access", "User.Read"],
    testUrl: "https://graph.microsoft.com/v1.0/me",
  },
  {
    name: "Salesforce",
    scheme: "oauth2_code",
    hosts: ["login.salesforce.com", "*.my.salesforce.com"],
    authorizeUrl: "https://login.salesforce.com/services/oauth2/authorize",
    tokenUrl: "https://login.salesforce.com/services/oauth2/token",
    revokeUrl: "https://login.salesforce.com/services/oauth2/revoke",
    clientAuth: "body",
    scopes: ["api", "refresh_token"],
    testUrl: "https://login.salesforce.com/services/oauth2/userinfo",
  },
  {
    name: "SendGrid",
    scheme: "bearer",
    hosts: ["api.sendgrid.com"],
    testUrl: "https://api.sendgrid.com/v3/scopes",
    instructions: "In SendGrid open **Settings**, **API Keys**, and press **Create API Key**.",
  },
  {
    name: "Stripe",
    scheme: "bearer",
    hosts: ["api.stripe.com"],
    testUrl: "https://api.stripe.com/v1/balance",
    instructions: "In Stripe open **Developers**, **API keys**, and copy the secret key.",
  },
]
