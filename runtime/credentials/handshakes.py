"""What providers ask before they send anything: "is this URL yours?"

For: telling such a question from an event, and its answer. Pure.
Not here: visiting an address (`runtime.ingress.doorkeeper`), the check of ordinary requests (`verify`).

Some ask before they can prove who they are (`asks_unproven`); what is echoed then is a stranger's text: it leaves as plain text,
capped. Others sign the question like any event, and are answered only after the check.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from runtime.credentials import sns
from runtime.credentials.calls import Call, as_sent, invalid, missing

LONGEST_ECHO = 2048  # characters
PLAIN = "text/plain; charset=utf-8"
_ZOOM_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True, slots=True)
class Greeting:
    """`detail` is for the trace. `visit` is an address to open before the answer leaves: empty for none."""

    body: str
    detail: str
    content_type: str = PLAIN
    visit: str = ""


def asks_unproven(scheme: str, method: str, query: str) -> bool:
    """Whether this is a handshake that comes without proof; its method is let in though the endpoint takes others only."""
    match scheme, method:
        case "meta", "GET":
            return "hub.mode=" in query
        case "dropbox", "GET":
            return "challenge=" in query
        case "microsoft_graph", "POST":
            return "validationToken=" in query
        case "intercom", "HEAD":
            return True
    return False


def answer_unproven(scheme: str, secret: Mapping[str, Any], method: str, query: str) -> Greeting | None:
    """None when it is no handshake. Raises `NotAllowed` where the question must carry a token that it does not."""
    if not asks_unproven(scheme, method, query):
        return None
    match scheme:
        case "meta":
            return _meta(secret["verifyToken"], query)
        case "dropbox":
            return Greeting(_echo(query, "challenge"), "Dropbox asked whether this URL is yours; its challenge was echoed.")
        case "microsoft_graph":
            return Greeting(_echo(query, "validationToken"), "Microsoft Graph validates the subscription; its token was echoed.")
    return Greeting("", "Intercom asked whether this URL answers.")


def answer_proven(scheme: str, settings: Mapping[str, Any], secret: Mapping[str, Any], call: Call) -> Greeting | None:
    """Of a call that passed the check; None for an ordinary event."""
    match scheme:
        case "slack":
            return _slack(call)
        case "zoom":
            return _zoom(secret["value"].encode(), call)
        case "aws_sns":
            return _sns(settings["topicArn"], call)
    return None


def _meta(token: str, query: str) -> Greeting:
    if _named(query, "hub.mode") != "subscribe" or not hmac.compare_digest(
        as_sent(_named(query, "hub.verify_token")), token.encode()
    ):
        raise missing("hub.verify_token is not the verify token of this endpoint's credential.")
    return Greeting(_echo(query, "hub.challenge"), "Meta verified the callback URL; its challenge was echoed.")


def _slack(call: Call) -> Greeting | None:
    event = _event(call, b"url_verification")
    if event.get("type") != "url_verification":
        return None
    return Greeting(_capped(event.get("challenge")), "Slack verified the request URL; its challenge was echoed.")


def _zoom(key: bytes, call: Call) -> Greeting | None:
    event = _event(call, b"endpoint.url_validation")
    if event.get("event") != "endpoint.url_validation":
        return None
    payload = event.get("payload")
    token = payload.get("plainToken") if isinstance(payload, dict) else None
    # Zoom has us sign its token with the key that signs its events: a text that looks like an event must never be signed.
    if not isinstance(token, str) or not _ZOOM_TOKEN.fullmatch(token):
        raise invalid("plainToken is not a token of letters and digits.")
    signed = hmac.digest(key, token.encode(), "sha256").hex()
    body = orjson.dumps({"plainToken": token, "encryptedToken": signed}).decode()
    return Greeting(body, "Zoom validated the URL; its token was returned, signed.", "application/json")


def _sns(topic: str, call: Call) -> Greeting | None:
    message = sns.read_message(call.body) or {}
    kind = message.get("Type")
    if kind == "UnsubscribeConfirmation":
        # Its address would subscribe us again.
        return Greeting("", "Amazon says that the subscription has ended.")
    if kind != "SubscriptionConfirmation":
        return None
    address = str(message.get("SubscribeURL", ""))
    if not address.startswith(f"https://{sns.host_of(topic)}/?") or len(address) > LONGEST_ECHO:
        raise invalid("SubscribeURL must be https on the SNS host of the topic's region.")
    return Greeting("", "Amazon asked to confirm the subscription; its address was visited.", visit=address)


def _event(call: Call, mark: bytes) -> Mapping[str, Any]:
    """The body as JSON, parsed only when the mark stands in it: nearly every call is an ordinary event."""
    if mark not in call.body:
        return {}
    try:
        event = orjson.loads(call.body)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _echo(query: str, name: str) -> str:
    return _capped(_named(query, name))


def _named(query: str, name: str) -> str:
    try:
        return next((value for key, value in parse_qsl(query, keep_blank_values=True, max_num_fields=100) if key == name), "")
    except ValueError:
        return ""


def _capped(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST_ECHO:
        raise invalid(f"A challenge is a text of at most {LONGEST_ECHO} characters.")
    return value
