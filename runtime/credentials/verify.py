"""Is the caller who they say they are?

For: making the check of a credential, and the schemes that send the secret itself. Pure: no database, no clock, no framework.
Not here: signatures (`signatures`, `twilio`, `tokens`, `sns`, `paypal`), which credential an endpoint asks for (`routing`).

Every check is a total function: whatever bytes a stranger sends, it returns, or raises `NotAllowed` or `CertificateNeeded`,
nothing else. Secrets and signatures are compared in constant time.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.credentials.calls import SPACE, Call, Verifier, as_sent, from_base64, missing
from runtime.credentials.graph import GraphVerifier
from runtime.credentials.paypal import PayPalVerifier
from runtime.credentials.public_signatures import standard_webhooks_verifier
from runtime.credentials.recipes import RECIPES, custom_recipe
from runtime.credentials.signatures import SignatureVerifier
from runtime.credentials.sns import SnsVerifier
from runtime.credentials.tokens import compile_token_verifier
from runtime.credentials.twilio import TwilioVerifier

USUAL_TOLERANCE = 300  # seconds


def compile_verifier(scheme: str, settings: Mapping[str, Any], secret: Mapping[str, Any]) -> Verifier:
    """Raises `ValueError` for a scheme that cannot check callers: an endpoint must never be open for want of a check."""
    tolerance = settings.get("toleranceSeconds") or USUAL_TOLERANCE
    match scheme:
        case "api_key":
            return HeaderVerifier(settings["header"].lower(), secret["value"].encode())
        case "basic":
            return BasicVerifier(f"{settings['username']}:{secret['password']}".encode())
        case "bearer":
            return BearerVerifier(secret["token"].encode())
        case "hmac":
            return SignatureVerifier(custom_recipe(settings), secret["value"].encode(), tolerance)
        case "jwt":
            return compile_token_verifier(settings, secret["key"])
        case "standard_webhooks":
            return standard_webhooks_verifier(secret["value"], tolerance)
        case "twilio":
            return TwilioVerifier(secret["value"].encode())
        case "aws_sns":
            return SnsVerifier(settings["topicArn"], tolerance)
        case "paypal":
            return PayPalVerifier(settings["webhookId"], tolerance)
        case "microsoft_graph":
            return GraphVerifier(secret["value"].encode())
    if scheme in RECIPES:
        return SignatureVerifier(RECIPES[scheme], secret["value"].encode(), tolerance)
    raise ValueError(f"{scheme} cannot check callers")


@dataclass(frozen=True, slots=True, repr=False)
class HeaderVerifier:
    header: str
    expected: bytes

    def check(self, call: Call, now: float) -> None:
        given = call.headers.get(self.header)
        if given is None or not hmac.compare_digest(as_sent(given.strip(SPACE)), self.expected):
            raise missing(f"Send the right key in the header {self.header}.")


@dataclass(frozen=True, slots=True, repr=False)
class BasicVerifier:
    """RFC 7617. `expected` is `user:password` in UTF-8."""

    expected: bytes

    def check(self, call: Call, now: float) -> None:
        given = from_base64(authorization(call, "basic"))
        if given is None or not hmac.compare_digest(given, self.expected):
            raise missing("Send the right user name and password as Basic authorization.")


@dataclass(frozen=True, slots=True, repr=False)
class BearerVerifier:
    """RFC 6750 section 2.1: the Authorization header alone, never the query."""

    expected: bytes

    def check(self, call: Call, now: float) -> None:
        if not hmac.compare_digest(as_sent(authorization(call, "bearer")), self.expected):
            raise missing("Send the right token as Bearer authorization.")


def authorization(call: Call, scheme: str) -> str:
    """What follows the scheme, whose case does not matter (RFC 9110 section 11.1); empty when it is another."""
    name, _, rest = call.headers.get("authorization", "").strip(SPACE).partition(" ")
    return rest.strip(SPACE) if name.lower() == scheme else ""
