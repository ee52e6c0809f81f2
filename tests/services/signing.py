"""How services sign what they send, from their documentation or by their own libraries. Nothing here uses the code under test."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import parse_qs

import jwt
import stripe
from hubspot.utils.signature import Signature as HubSpotSignature
from slack_sdk.signature import SignatureVerifier as SlackSignature
from twilio.request_validator import RequestValidator

Sign = Callable[[str, str, str, float], dict[str, str]]
"""Secret, body, URL, Unix time to headers."""


def mac(secret: str, text: str) -> bytes:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _stripe(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    at = int(now)
    return {"stripe-signature": f"t={at},v1={stripe.WebhookSignature._compute_signature(f'{at}.{body}', secret)}"}


def _slack(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    signed = SlackSignature(secret).generate_signature(timestamp=str(int(now)), body=body)
    return {"x-slack-signature": str(signed), "x-slack-request-timestamp": str(int(now))}


def _hubspot(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    stamp = str(int(now * 1000))
    signed = HubSpotSignature.get_signature(secret, body, "v3", url, "POST", stamp)
    return {"x-hubspot-signature-v3": signed, "x-hubspot-request-timestamp": stamp}


def _zendesk(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    stamp = dt.datetime.fromtimestamp(now, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"x-zendesk-webhook-signature": b64(mac(secret, stamp + body)), "x-zendesk-webhook-signature-timestamp": stamp}


def _twilio(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    return {"x-twilio-signature": RequestValidator(secret).compute_signature(url, fields)}


def _jira_app(secret: str, body: str, url: str, now: float) -> dict[str, str]:
    claims = {"iss": "client", "iat": int(now), "exp": int(now) + 180}
    return {"authorization": f"Bearer {jwt.encode(claims, secret, 'HS256')}"}


SIGN: dict[str, Sign] = {
    "github": lambda secret, body, url, now: {"x-hub-signature-256": f"sha256={mac(secret, body).hex()}"},
    "hubspot": _hubspot,
    "jira": lambda secret, body, url, now: {"x-hub-signature": f"sha256={mac(secret, body).hex()}"},
    "jira-app": _jira_app,
    "shopify": lambda secret, body, url, now: {"x-shopify-hmac-sha256": b64(mac(secret, body))},
    "slack": _slack,
    "stripe": _stripe,
    "twilio": _twilio,
    "typeform": lambda secret, body, url, now: {"typeform-signature": f"sha256={b64(mac(secret, body))}"},
    "zendesk": _zendesk,
}
