"""How many calls of the product's own API a caller may make.

For: one bucket for each token, each person and each wizard; for who proves nothing, one for each address.
Not here: the public APIs, which count by account (`designer.end_users.budget`), sign-in (axes), endpoints.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.request import Request

from designer.accounts.access import Access
from designer.config.proxies import network_of
from designer.end_users.budget import Budget
from runtime.engine.errors import NotAllowed

AT_ONCE = 4  # seconds' worth of calls: a page with all its parts, or a script that begins
CALLS = Budget("rest", lambda: (settings.API_RATE, settings.API_RATE * AT_ONCE))


def count_call(request: Request) -> None:
    """Raises `NotAllowed` `rate_limited`. Who is asking must be known by now."""
    _count(_caller(request.auth, request.user) or _address(request))


def count_stranger(request: Request) -> None:
    """As `count_call`, for who sent something that proves nothing: guessing has a bound of its own."""
    _count(_address(request))


def _count(caller: str) -> None:
    if not settings.API_RATE:
        return
    left = CALLS.take(caller)
    if left.wait:
        allowed = f"Too many calls: each caller has {settings.API_RATE} a second here."
        message = f"{allowed} Try again in {left.wait} s, and go on more slowly."
        raise NotAllowed(message, code="rate_limited", retryAfter=left.wait)


def _caller(auth: Any, user: Any) -> str:
    """Not the secret itself: it would be a key of Redis."""
    if isinstance(auth, Access) and auth.token:
        return f"token:{auth.token.pk}"
    if user is not None:
        return f"person:{user.pk}"
    key = getattr(auth, "pk", None)
    return f"{type(auth).__name__}:{key}" if key else ""


def _address(request: Request) -> str:
    return f"address:{network_of(request.META.get('REMOTE_ADDR', ''))}"
