"""Presets: how well-known services prove that it is they who call.

For: rows of the table (`schemes`): what is asked for, and where in the service's own pages people find it.
Not here: how each signs (`recipes` and its neighbours), what is answered to their handshakes (`handshakes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.credentials.scheme import Scheme, shared_secret, text, tolerance
from runtime.credentials.sns import TOPIC

DATED: Mapping[str, Mapping[str, Any]] = {"toleranceSeconds": tolerance()}


def _preset(key: str, title: str, text: str, **more: Any) -> Scheme:
    return Scheme(key=key, title=title, text=text, group="provider", **{"settings": {}, **more})


SCHEMES = (
    _preset(
        "aws_sns",
        "Amazon SNS",
        "Amazon signs each message; its certificate is fetched from the topic's region. Nothing secret is stored.",
        settings={
            "topicArn": text("Topic ARN", "Only messages of this topic are taken.", pattern=f"^{TOPIC}\\Z"),
            # A message keeps its time while SNS repeats it, which it does for an hour and more.
            "toleranceSeconds": tolerance(7200),
        },
        required=("topicArn",),
        secret={},
        find="In the SNS console open the topic; its ARN stands under Details. Leave raw message delivery off.",
        docs="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html",
        handshake="The subscription is confirmed by visiting the address Amazon sends.",
        ids=("body.data.MessageId",),
    ),
    _preset(
        "dropbox",
        "Dropbox",
        "The body is signed with the app secret.",
        secret=shared_secret("App secret"),
        find="App Console, your app, Settings: App secret.",
        docs="https://www.dropbox.com/developers/reference/webhooks",
        handshake="The challenge that Dropbox sends by GET is echoed.",
    ),
    _preset(
        "github",
        "GitHub",
        "The body is signed with the secret of the webhook.",
        secret=shared_secret("Webhook secret"),
        find="You choose it: repository or organisation, Settings, Webhooks, Secret. Set the content type to application/json.",
        docs="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
        ids=("headers.x-github-delivery",),
    ),
    _preset(
        "hubspot",
        "HubSpot",
        "Method, URL, body and time are signed with the client secret of the app (signature version 3).",
        settings=DATED,
        secret=shared_secret("Client secret"),
        find="Developer account, Apps, your app, Auth: Client secret.",
        docs="https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation",
    ),
    _preset(
        "intercom",
        "Intercom",
        "The body is signed with the client secret of the app (SHA-1, as Intercom does).",
        secret=shared_secret("Client secret"),
        find="Developer Hub, your app, Basic information: Client secret.",
        docs="https://developers.intercom.com/docs/webhooks/setting-up-webhooks",
        ids=("body.data.id",),
    ),
    _preset(
        "meta",
        "Meta (Facebook, Instagram, WhatsApp)",
        "The body is signed with the app secret.",
        secret={
            **shared_secret("App secret"),
            "verifyToken": text(
                "Verify token", "You choose it, and type it where the callback URL is set.", minLength=1, maxLength=400
            ),
        },
        find="App Dashboard, App settings, Basic: App secret. The verify token is set beside the callback URL under Webhooks.",
        docs="https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
        handshake="The GET that verifies the callback URL is answered when its verify token is right.",
    ),
    _preset(
        "microsoft_graph",
        "Microsoft Graph",
        "Nothing is signed: each notification carries the clientState that the subscription was made with.",
        secret={
            "value": text("Client state", "A long random text; it is all that proves who calls.", minLength=16, maxLength=128)
        },
        find="You choose it: clientState in the body of POST /subscriptions.",
        docs="https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks",
        handshake="The validationToken is echoed when a subscription is made or renewed.",
    ),
    _preset(
        "paypal",
        "PayPal",
        "PayPal signs time, webhook id and a checksum of the body; its certificate is fetched from there. Nothing is secret.",
        settings={
            "webhookId": text("Webhook ID", "PayPal's id of the webhook that has this URL.", pattern="^[A-Za-z0-9_]{1,50}\\Z"),
            "toleranceSeconds": tolerance(3600),
        },
        required=("webhookId",),
        secret={},
        find="Developer Dashboard, Apps & Credentials, your app, Webhooks: Webhook ID. The simulator signs with WEBHOOK_ID.",
        docs="https://developer.paypal.com/api/rest/webhooks/rest/",
        ids=("body.data.id",),
    ),
    _preset(
        "shopify",
        "Shopify",
        "The body is signed with the client secret of the app.",
        secret=shared_secret("Client secret"),
        find="Dev Dashboard, your app, Settings: Client secret. For webhooks of the admin: Settings, Notifications, Webhooks",
        docs="https://shopify.dev/docs/apps/build/webhooks/verify-deliveries",
        ids=("headers.x-shopify-webhook-id", "headers.x-shopify-event-id"),
    ),
    _preset(
        "slack",
        "Slack",
        "Time and body are signed with the signing secret of the app.",
        settings=DATED,
        secret=shared_secret("Signing secret"),
        find="api.slack.com/apps, your app, Basic Information, App Credentials: Signing Secret.",
        docs="https://docs.slack.dev/authentication/verifying-requests-from-slack/",
        handshake="url_verification is answered with its challenge.",
        ids=("body.data.event_id",),
    ),
    _preset(
        "square",
        "Square",
        "The notification URL and the body are signed.",
        secret=shared_secret("Signature key"),
        find="Developer Console, your application, Webhooks, Subscriptions: Signature key.",
        docs="https://developer.squareup.com/docs/webhooks/step3validate",
        ids=("body.data.event_id",),
    ),
    _preset(
        "standard_webhooks",
        "Standard Webhooks, Svix",
        "Id, time and body are signed, with a shared secret (v1) or the sender's own key (v1a). Both header families are read.",
        settings=DATED,
        secret={
            "value": text(
                "Secret or public key", "As shown: begins with whsec_, or whpk_ for a public key.", minLength=1, maxLength=400
            )
        },
        find="On the sender's page of this endpoint, mostly called signing secret.",
        docs="https://www.standardwebhooks.com",
        ids=("headers.webhook-id", "headers.svix-id"),
    ),
    _preset(
        "stripe",
        "Stripe",
        "Time and body are signed with the signing secret of the endpoint.",
        settings=DATED,
        secret=shared_secret("Signing secret", "As shown, with its whsec_: Stripe uses the whole text."),
        find="Dashboard, Developers, Webhooks, your endpoint: Signing secret.",
        docs="https://docs.stripe.com/webhooks#verify-official-libraries",
        ids=("body.data.id",),
    ),
    _preset(
        "twilio",
        "Twilio",
        "The URL and the form fields are signed with the auth token, or with a shared key.",
        secret=shared_secret("Auth token"),
        find="Console, Account Info: Auth Token.",
        docs="https://www.twilio.com/docs/usage/webhooks/webhooks-security",
        ids=("headers.i-twilio-idempotency-token",),
    ),
    _preset(
        "typeform",
        "Typeform",
        "The body is signed with the secret of the webhook.",
        secret=shared_secret("Secret"),
        find="You choose it: your form, Connect, Webhooks, Edit, Secret.",
        docs="https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
        ids=("body.data.event_id",),
    ),
    _preset(
        "zendesk",
        "Zendesk",
        "Time and body are signed with the signing secret of the webhook.",
        settings=DATED,
        secret=shared_secret("Signing secret"),
        find="Admin Center, Apps and integrations, Webhooks, your webhook: Reveal secret.",
        docs="https://developer.zendesk.com/documentation/webhooks/verifying/",
        ids=("headers.x-zendesk-webhook-invocation-id",),
    ),
    _preset(
        "zoom",
        "Zoom",
        "Time and body are signed with the secret token of the app.",
        settings=DATED,
        secret=shared_secret("Secret token"),
        find="App Marketplace, Manage, your app, Features, Access: Secret Token.",
        docs="https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header",
        handshake="endpoint.url_validation is answered, now and every 72 hours.",
    ),
)
