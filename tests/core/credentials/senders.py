"""How each service signs a call, written from its documentation or done by its own library: the other side of the check.

For: tests that need a good call to begin with. Nothing here uses the code under test.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import stripe
from hubspot.utils.signature import Signature as HubSpotSignature
from slack_sdk.signature import SignatureVerifier as SlackSignature
from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator

from runtime.credentials.calls import Call

NOW = 1_760_000_000
URL = "https://hooks.example/hooks/T1/flow/F1/t0ken?shop=7"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sender:
    """`sign(secret, body, at)` gives the headers; `late` is how many seconds after signing a call is too old, 0 for never."""

    scheme: str
    secret: dict[str, str]
    body: bytes
    sign: Callable[[str, bytes, int], dict[str, str]]
    late: int = 0
    settings: dict[str, Any] | None = None

    def call(self, at: int = NOW, **changes: Any) -> Call:
        return Call(**{"headers": self.sign(self.secret["value"], self.body, at), "body": self.body, "url": URL, **changes})


def mac(secret: str, text: bytes, algorithm: str = "sha256") -> bytes:
    return hmac.new(secret.encode(), text, getattr(hashlib, algorithm)).digest()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _github(secret: str, body: bytes, at: int) -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={mac(secret, body).hex()}"}


def _stripe(secret: str, body: bytes, at: int) -> dict[str, str]:
    signed = stripe.WebhookSignature._compute_signature(f"{at}.{body.decode()}", secret)
    return {"stripe-signature": f"t={at},v1={signed}"}


def _slack(secret: str, body: bytes, at: int) -> dict[str, str]:
    signed = SlackSignature(secret).generate_signature(timestamp=str(at), body=body)
    assert signed
    return {"x-slack-signature": signed, "x-slack-request-timestamp": str(at)}


def _standard(secret: str, body: bytes, at: int) -> dict[str, str]:
    signed = Webhook(secret).sign("msg_1", dt.datetime.fromtimestamp(at, dt.UTC), body.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signed}


def _zoom(secret: str, body: bytes, at: int) -> dict[str, str]:
    return {"x-zm-signature": f"v0={mac(secret, b'v0:%d:' % at + body).hex()}", "x-zm-request-timestamp": str(at)}


def _hubspot(secret: str, body: bytes, at: int) -> dict[str, str]:
    stamp = str(at * 1000)
    signed = HubSpotSignature.get_signature(secret, body.decode(), "v3", URL, "POST", stamp)
    return {"x-hubspot-signature-v3": signed, "x-hubspot-request-timestamp": stamp}


def _square(secret: str, body: bytes, at: int) -> dict[str, str]:
    return {"x-square-hmacsha256-signature": b64(mac(secret, URL.encode() + body))}


def _twilio(secret: str, body: bytes, at: int) -> dict[str, str]:
    fields = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return {"x-twilio-signature": RequestValidator(secret).compute_signature(URL, fields), "content-type": FORM}


def _zendesk(secret: str, body: bytes, at: int) -> dict[str, str]:
    stamp = dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = b64(mac(secret, stamp.encode() + body))
    return {"x-zendesk-webhook-signature": signed, "x-zendesk-webhook-signature-timestamp": stamp}


def _plain(header: str, write: Callable[[bytes], str], algorithm: str = "sha256") -> Callable[[str, bytes, int], dict[str, str]]:
    return lambda secret, body, at: {header: write(mac(secret, body, algorithm))}


EVENT = json.dumps({"id": "evt_1", "type": "order.paid", "customer": {"name": "Ada", "mail": "ada@example.com"}}).encode()
SECRET = {"value": "8f742231b10e8888abcd99yyyzzz85a5"}
SENDERS = [
    Sender("github", SECRET, EVENT, _github),
    Sender("stripe", {"value": "whsec_4eC39HqLyjWDarjtT1zdp7dc"}, EVENT, _stripe, late=300),
    Sender("slack", SECRET, EVENT, _slack, late=300),
    Sender("standard_webhooks", {"value": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, EVENT, _standard, late=300),
    Sender("zoom", SECRET, EVENT, _zoom, late=300),
    Sender("hubspot", SECRET, EVENT, _hubspot, late=300),
    Sender("square", SECRET, EVENT, _square),
    Sender("twilio", SECRET, b"CallSid=CA1&From=%2B14158675309&Body=Hello+there", _twilio),
    Sender("zendesk", SECRET, EVENT, _zendesk, late=300),
    Sender("shopify", SECRET, EVENT, _plain("x-shopify-hmac-sha256", b64)),
    Sender("dropbox", SECRET, EVENT, _plain("x-dropbox-signature", bytes.hex)),
    Sender("intercom", SECRET, EVENT, _plain("x-hub-signature", lambda raw: f"sha1={raw.hex()}", "sha1")),
    Sender("typeform", SECRET, EVENT, _plain("typeform-signature", lambda raw: f"sha256={b64(raw)}")),
    Sender("meta", {**SECRET, "verifyToken": "t"}, EVENT, _github),
]
