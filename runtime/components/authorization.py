"""A credential as request headers.

For: putting a stored credential on an outgoing request, each scheme its way.
Not here: checking callers (`runtime.credentials.verify`, which reads what is written here), storing secrets.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import StepProblem

REDACTED = "[redacted]"
SHORTEST_CUT = 8  # characters


def authorization_headers(credential: Mapping[str, Any], *, body: bytes, now: float) -> dict[str, str]:
    """`credential` is `{"scheme", "settings", "secret"}`; `now` is Unix time in seconds, used by timestamped signatures.

    Raises `StepProblem` `credential_unusable` for a scheme that cannot be put on a request.
    """
    settings, secret = credential["settings"], credential["secret"]
    match credential["scheme"]:
        case "api_key":
            return {settings.get("header") or "X-Api-Key": secret["value"]}
        case "basic":
            pair = f"{settings['username']}:{secret['password']}".encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
        case "headers":
            return dict(settings["headers"])
        case "bearer":
            return {"Authorization": f"Bearer {secret['token']}"}
        case "hmac":
            return _signature_headers(settings, secret["value"], body=body, now=now)
    raise StepProblem(
        f"A credential of scheme {credential['scheme']} cannot be sent with a request. Choose another credential.",
        code="credential_unusable",
    )


def allowed_hosts(credential: Mapping[str, Any] | None) -> frozenset[str]:
    """The hosts a credential is for, in small letters; none named is every host."""
    if bound := (credential or {}).get("hosts"):
        return frozenset(bound)
    said = (credential or {}).get("settings", {}).get("allowedHosts") or ""
    return frozenset(name.lower().rstrip(".") for name in re.split(r"[\s,]+", said) if name)


def _signature_headers(settings: Mapping[str, Any], key: str, *, body: bytes, now: float) -> dict[str, str]:
    headers, signed = {}, body
    if settings.get("signed") == "timestamp.body":
        timestamp = str(int(now))
        headers[settings["timestampHeader"]] = timestamp
        signed = timestamp.encode("ascii") + b"." + body
    digest = hmac.new(key.encode(), signed, getattr(hashlib, settings.get("algorithm") or "sha256")).digest()
    encoded = base64.b64encode(digest).decode("ascii") if settings.get("encoding") == "base64" else digest.hex()
    headers[settings["header"]] = f"{settings.get('prefix') or ''}{encoded}"
    return headers


def without_secrets(text: str, credential: Mapping[str, Any] | None, headers: Mapping[str, str]) -> str:
    """The text with every secret of the credential, plain or as sent, cut out: a service may echo what we sent it."""
    for secret in _secrets(credential, headers):
        text = text.replace(secret, REDACTED)
    return text


def without_echo(answer: HttpAnswer, credential: Mapping[str, Any] | None, headers: Mapping[str, str]) -> HttpAnswer:
    """The answer as a flow may see it. A short secret stays: it would be cut out of the middle of ordinary words."""
    found = [secret for secret in _secrets(credential, headers) if len(secret) >= SHORTEST_CUT]
    if not found:
        return answer
    body, told = answer.body, dict(answer.headers)
    for secret in found:
        for written in {secret, json.dumps(secret)[1:-1]}:
            body = body.replace(written.encode(), REDACTED.encode())
        told = {name: value.replace(secret, REDACTED) for name, value in told.items()}
    return replace(answer, headers=told, body=body)


def _secrets(credential: Mapping[str, Any] | None, headers: Mapping[str, str]) -> list[str]:
    """Longest first, so that none is cut in half by another."""
    kept = [value for value in (credential or {}).get("secret", {}).values() if isinstance(value, str)]
    sent = [value.rpartition(" ")[2] for value in headers.values()]
    return sorted({secret for secret in (*kept, *sent) if secret}, key=len, reverse=True)
