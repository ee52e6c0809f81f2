"""OAuth 2 as texts: what is asked and what is answered (RFC 6749, RFC 7636).

For: the URL a person is sent to, the forms for the token endpoint, reading its answer. Pure.
Not here: sending anything (`renewing`, `consenting`), keeping tokens (`keeping`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson

from runtime.engine.component import HttpAnswer
from runtime.engine.errors import ConnectionProblem, RemoteProblem

SECRET_FIELDS = ("code", "code_verifier", "refresh_token", "token")
LONGEST_TOKEN = 16_384
LONGEST_LIFE = 10 * 365 * 86_400
# RFC 6749 section 5.2: what asking again with the same grant cannot mend.
FINAL = frozenset({"invalid_grant", "unauthorized_client", "invalid_client", "access_denied", "invalid_scope"})


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    refresh: str  # empty when none was given
    seconds: float | None  # for how long `access` is good, where the answer says so


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def authorize_url(settings: Mapping[str, Any], *, state: str, verifier: str, redirect_uri: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": settings["clientId"],
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }
    if scopes := settings.get("scopes"):
        asked["scope"] = " ".join(scopes)
    parts = urlsplit(settings["authorizeUrl"])
    own = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in asked]
    return urlunsplit(parts._replace(query=urlencode([*own, *asked.items()], quote_via=quote)))


def code_form(code: str, *, verifier: str, redirect_uri: str) -> dict[str, str]:
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}


def refresh_form(refresh: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": refresh}


def client_form(settings: Mapping[str, Any]) -> dict[str, str]:
    scopes = settings.get("scopes")
    return {"grant_type": "client_credentials", **({"scope": " ".join(scopes)} if scopes else {})}


def revocation_form(token: str, hint: str) -> dict[str, str]:
    """RFC 7009 section 2.1."""
    return {"token": token, "token_type_hint": hint}


def form_request(
    settings: Mapping[str, Any], form: Mapping[str, str], *, client_id: str, client_secret: str
) -> tuple[dict[str, str], bytes]:
    """Headers and body. RFC 6749 section 2.3.1: id and secret are form-encoded before they go into a Basic header."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    body = dict(form)
    if not client_secret:
        body["client_id"] = client_id
    elif settings.get("clientAuth") == "body":
        body |= {"client_id": client_id, "client_secret": client_secret}
    else:
        pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return headers, urlencode(body).encode()


def read_tokens(answer: HttpAnswer) -> Tokens:
    """Raises `ConnectionProblem` `oauth_refused` with the service's own words, or `RemoteProblem` when it may pass."""
    told = _json(answer)
    if answer.status != 200 or "error" in told:
        raise refused(answer.status, told)
    return tokens_of(told)


def tokens_of(told: Mapping[str, Any]) -> Tokens:
    """From the members of RFC 6749 section 5.1. Raises `RemoteProblem` `remote_garbage`."""
    access, refresh, life = told.get("access_token"), told.get("refresh_token") or "", told.get("expires_in")
    kind = str(told.get("token_type", "bearer")).lower()
    sound = isinstance(access, str) and isinstance(refresh, str) and _is_token(access) and len(refresh) <= LONGEST_TOKEN
    if not sound or kind != "bearer":
        raise RemoteProblem("The service answered the token request with no usable bearer token.", code="remote_garbage")
    try:
        seconds = None if life is None else min(max(float(life), 0.0), LONGEST_LIFE)
    except (TypeError, ValueError):
        seconds = None
    return Tokens(str(access), refresh, None if seconds != seconds else seconds)


def refused(status: int, told: Mapping[str, Any]) -> ConnectionProblem | RemoteProblem:
    error = _words(told.get("error")) or f"status {status}"
    why = _words(told.get("error_description"))
    words = f"{error}: {why}" if why else error
    if status >= 500 or status in (408, 429) or error in ("temporarily_unavailable", "server_error"):
        message = f"The service could not give a token ({words}). Trying later may help."
        return RemoteProblem(message, code="oauth_unavailable", error=error)
    final = error in FINAL or status in (400, 401)
    return ConnectionProblem(f"The service refused: {words}.", code="oauth_refused", error=error, final=final)


def _json(answer: HttpAnswer) -> dict[str, Any]:
    try:
        told = orjson.loads(answer.body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return told
    if answer.status != 200:
        return {}
    raise RemoteProblem("The service answered the token request with something that is not JSON.", code="remote_garbage")


def _is_token(text: str) -> bool:
    return 0 < len(text) <= LONGEST_TOKEN and text.isascii() and text.isprintable() and " " not in text


def _words(text: Any) -> str:
    """What a stranger wrote, in one line that can stand in ours."""
    return "".join(letter for letter in text[:200] if letter.isprintable()).strip().rstrip(".") if isinstance(text, str) else ""
