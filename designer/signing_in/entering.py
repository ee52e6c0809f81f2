"""From a password, or a word of the provider, to a session: with the second factor between where somebody has one.

For: the half-way state, kept in the session of somebody who is not signed in. Not here: sessions (`sign_ins`), codes
(`second_factor`).
"""

from __future__ import annotations

from datetime import timedelta
from time import time
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from designer.accounts.models import User
from designer.config.proxies import network_of
from designer.signing_in import second_factor
from designer.signing_in.sign_ins import enter
from designer.signing_in.telling import as_person, tell_tenants
from designer.signing_in.throttle import FAILURES_OF_ADDRESS, LOCKS_TOLD, too_many
from runtime.engine.errors import NotAllowed

HALF_WAY = "half_way"
HALF_WAY_FOR = 300  # seconds


def with_password(request: HttpRequest, email: str, password: str) -> None:
    """Signs in, or goes half way. Raises `NotAllowed` `login_failed`, `login_throttled`, `too_many_tries`."""
    address = request.META.get("REMOTE_ADDR") or ""
    FAILURES_OF_ADDRESS.check(address)
    user = authenticate(request, email=email, password=password)
    if user is not None:
        proven(request, user, "password")
        return
    if getattr(request, "axes_locked_out", False):
        _tell_locked(request, email)
        raise too_many("wrong passwords", _wait(email, address), "login_throttled")
    FAILURES_OF_ADDRESS.count(address)
    raise NotAllowed("E-mail address and password do not belong together.", code="login_failed")


def _tell_locked(request: HttpRequest, email: str) -> None:
    """Once for as long as the lock lasts: whoever goes on trying does not fill the log."""
    known = User.objects.filter(email=email).first()
    try:
        LOCKS_TOLD.count(f"{email} {counted_as(request)}")
    except NotAllowed:
        return
    if known:
        with as_person(request, known):
            tell_tenants(known, "member.locked_out")


def _wait(email: str, address: str) -> timedelta:
    tried = AccessAttempt.objects.filter(username=email, ip_address=network_of(address)).order_by("-attempt_time").first()
    since = tried.attempt_time if tried else timezone.now()
    return since + timedelta(hours=settings.AXES_COOLOFF_TIME) - timezone.now()


def counted_as(request: HttpRequest) -> str:
    """Whose wrong passwords are counted together, as axes asks for it."""
    return network_of(request.META.get("REMOTE_ADDR") or "")


def proven(request: HttpRequest, user: User, how: str) -> bool:
    """Who they are is proved once. True when that is enough; otherwise a code is asked for within some minutes."""
    if not second_factor.is_on(user):
        enter(request, user, how)
        return True
    logout(request)  # whatever session there was, the half-way one begins empty and under a new id
    request.session[HALF_WAY] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": time(), "how": how}
    return False


def half_way(request: HttpRequest) -> User | None:
    """Who still has to show a code; nobody when it took too long, or the password was changed meanwhile."""
    kept: dict[str, Any] | None = request.session.get(HALF_WAY)
    if not kept or time() - kept["at"] > HALF_WAY_FOR:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return user if user and constant_time_compare(kept["hash"], user.get_session_auth_hash()) else None


def with_code(request: HttpRequest, code: str) -> None:
    """The second half. Raises `NotAllowed` `sign_in_again`, `code_wrong`, `too_many_tries`."""
    user = half_way(request)
    if user is None:
        request.session.pop(HALF_WAY, None)
        raise NotAllowed("That took too long. Sign in again.", code="sign_in_again")
    with as_person(request, user):
        factor = second_factor.check(user, code)
    how = request.session.pop(HALF_WAY)["how"]
    enter(request, user, how, secondFactor=factor)


def give_up(request: HttpRequest) -> None:
    """Back to the beginning."""
    request.session.pop(HALF_WAY, None)
