"""Proof of who is asking: a bearer token or a session with CSRF.

For: DRF's authentication classes and what a locked-out login sees.
Not here: what they may do (`access`, `permissions`).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from designer.accounts.access import Access, access_of_token
from designer.accounts.models import ApiToken, User
from designer.signing_in.sign_ins import note_use
from runtime.engine.errors import NotAllowed

TOKEN_PREFIX = "hky_"  # noqa: S105 - how a token begins, so that scanners and people know one


def hash_token(token: str) -> str:
    """SHA-256 is enough for 256 random bits: there is nothing to guess that a slow hash would protect."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def bearer_of(request: Request) -> str | None:
    """None where no bearer token was sent at all."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else None


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer hky_...`"""

    def authenticate(self, request: Request) -> tuple[User | None, Access] | None:
        given = bearer_of(request)
        if given is None:
            return None
        tokens = ApiToken.across_tenants.select_related("tenant", "created_by")
        token = tokens.filter(hash=hash_token(given)).first()
        if token is None or not (token.created_by is None or token.created_by.is_active):
            raise AuthenticationFailed("This token is not known; it may have been deleted.")
        if token.expires_at and token.expires_at <= timezone.now():
            raise AuthenticationFailed(f"This token was good until {token.expires_at:%Y-%m-%d %H:%M} UTC; make another.")
        note_use_of(token)
        return token.created_by, access_of_token(token)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def note_use_of(token: Any) -> None:
    """Of a token of the tenant or of a customer."""
    # Once a minute is enough to tell tokens in use from forgotten ones, and spares a write on every request.
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        type(token).across_tenants.filter(pk=token.pk).update(last_used_at=now)


class MemberSessionAuthentication(SessionAuthentication):
    """The product's own pages: session cookie, and the CSRF header on whatever changes something."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found:
            note_use(request._request, found[0])
        return found

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise NotAllowed("Send the session's csrfToken in the header X-CSRFToken.", code="csrf_failed") from None


def locked_out(request: HttpRequest, answer: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """What axes shows after too many wrong passwords: the API's own answer, or plain text for the admin's form."""
    if answer is not None and request.path.startswith("/api/"):
        return answer
    return HttpResponse("Too many wrong passwords. Try again in a quarter of an hour.", status=429, content_type="text/plain")


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of a tenant: hky_..."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = MemberSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
