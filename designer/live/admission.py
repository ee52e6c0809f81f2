"""Who may open a live socket, and for which tenant.

For: judging the handshake: the host it came to, the page it came from, the session or token it carries. The same rules as for
the REST API; a socket is asked again while it lives (`consumer`).

A browser sends the session's cookie along with a socket that any page opens. So a session counts only when the page is ours.
"""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from designer.accounts.access import Access, access_of_user
from designer.accounts.authentication import TokenAuthentication
from designer.accounts.models import Role, Scope, User

_sessions = SessionMiddleware(lambda request: None)


class NotSignedIn(Exception):
    """Neither a session nor a token that counts."""


def handshake_of(scope: dict[str, Any]) -> ASGIRequest | None:
    """The handshake as Django reads requests; None when its host or its page is not ours."""
    try:
        request = ASGIRequest({**scope, "type": "http", "method": "GET"}, io.BytesIO())
        host = request.get_host()
    except (DisallowedHost, UnicodeDecodeError, ValueError):
        return None
    origin = request.headers.get("Origin")
    if origin is None:  # no browser; then only a token counts, which no page sends by itself
        return request if "Authorization" in request.headers else None
    return request if origin in settings.CSRF_TRUSTED_ORIGINS or _same_host(origin, host) else None


def _same_host(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def access_of(request: ASGIRequest) -> Access:
    """Blocks. Raises NotSignedIn, and what `designer.accounts.access` raises: NotAllowed with a code."""
    try:
        found = TokenAuthentication().authenticate(Request(request))
    except AuthenticationFailed as refusal:
        raise NotSignedIn from refusal
    if found:
        access = found[1]
    else:
        _sessions.process_request(request)  # anew each time: what was read before may have ended
        user = get_user(request)
        if not isinstance(user, User) or not user.is_active:
            raise NotSignedIn
        access = access_of_user(user, request.GET.get("tenant"))
    access.require_scope(Scope.REST)
    access.require(Role.VIEWER)
    return access
