"""Sessions of people: begun, listed, ended.

For: the rows of `SignIn`, and the one way into a session (`enter`). Nobody else calls Django's `login`.
Not here: proving who somebody is (`entering`, `second_factor`, `single_sign_on`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from time import monotonic
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from designer.accounts.models import User
from designer.live import sockets
from designer.signing_in.devices import device_of, masked
from designer.signing_in.models import SignIn
from designer.signing_in.telling import as_person, tell_tenants, write_to

BACKEND = "django.contrib.auth.backends.ModelBackend"
DEVICE_COOKIE = "hookyard_device"
DEVICE_COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none for longer
KEPT_FOR = timedelta(days=400)
NOTED_EVERY = 300.0  # seconds between two notes that a session is in use
MOST_NOTED = 20_000
log = structlog.get_logger(__name__)
_noted: dict[str, float] = {}


def enter(request: HttpRequest, user: User, how: str, **facts: Any) -> SignIn:
    """Signs the person in under a new session id, and tells them when the device is new. `how` is password, ..."""
    login(request, user, backend=BACKEND)
    token = request.COOKIES.get(DEVICE_COOKIE) or ""
    known = bool(token) and SignIn.objects.filter(user=user, device=_hash(token)).exists()
    first = not SignIn.objects.filter(user=user).exists()
    if not token:
        token = secrets.token_urlsafe(32)
    request.device_token = token  # type: ignore[attr-defined]
    with transaction.atomic(), as_person(request, user):
        Session.objects.filter(
            expire_date__lt=timezone.now()
        ).delete()  # nobody else does, and each half-begun sign-in leaves one
        SignIn.objects.filter(user=user, created_at__lt=timezone.now() - KEPT_FOR, ended_at__isnull=False).delete()
        row = _begin(request, user, how, _hash(token))
        device = device_of(row.agent)
        tell_tenants(user, "member.signed_in", how=how, device=device, newDevice=not (known or first), **facts)
        if not (known or first):
            write_to(
                user,
                "new_device",
                f"New sign-in to Hookyard from {device}",
                f"Somebody signed in to your account from {device}, {masked(row.address) or 'an unknown address'}, "
                f"on {row.created_at:%-d %B %Y at %H:%M} UTC.",
                "If that was you, there is nothing to do. If not, end that session and change your password now.",
            )
    return row


def _begin(request: HttpRequest, user: User, how: str, device: str) -> SignIn:
    now, told = timezone.now(), request.META
    return SignIn.objects.create(
        user=user,
        session_key=request.session.session_key,
        device=device,
        how=how,
        address=(told.get("REMOTE_ADDR") or "")[:45],
        agent=_printable(told.get("HTTP_USER_AGENT") or "")[:300],
        created_at=now,
        seen_at=now,
    )


def remember_device(request: HttpRequest, answer: Any) -> None:
    """Puts the browser's own cookie on the answer of a sign-in."""
    if token := getattr(request, "device_token", ""):
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(DEVICE_COOKIE, token, max_age=DEVICE_COOKIE_AGE, secure=secure, httponly=True, samesite="Lax")


def note_use(request: HttpRequest, user: User) -> None:
    """That the session is in use, every few minutes; also one that nobody has written down yet, such as of an older version."""
    key, now = request.session.session_key, monotonic()
    if key is None or now - _noted.get(key, -NOTED_EVERY) < NOTED_EVERY:
        return
    if len(_noted) >= MOST_NOTED:
        _noted.clear()
    _noted[key] = now
    try:
        with transaction.atomic():
            if not SignIn.objects.filter(session_key=key).update(seen_at=timezone.now()):
                _begin(request, user, "earlier", "")
    except IntegrityError:
        pass  # two requests of one page came at once
    except OperationalError as failure:
        log.warning("sign_in.not_noted", reason=type(failure).__name__)  # looking at a page must not need a writable disk


def open_of(user: User) -> QuerySet[SignIn]:
    """Those that would still let somebody in."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return SignIn.objects.filter(user=user, ended_at__isnull=True, session_key__in=alive)


def end(rows: QuerySet[SignIn], user: User) -> int:
    """Ends these sessions of the person at once, their live pages too; returns how many."""
    keys = list(rows.filter(user=user, ended_at__isnull=True).values_list("session_key", flat=True))
    with transaction.atomic():
        Session.objects.filter(session_key__in=keys).delete()
        ended = SignIn.objects.filter(user=user, session_key__in=keys).update(ended_at=timezone.now(), session_key=None)
        transaction.on_commit(lambda: sockets.ask_again(user_id=user.pk))
    for key in keys:
        _noted.pop(key, None)
    return ended


def end_all(user: User, *, but: str | None = None) -> int:
    """All of the person's sessions, but perhaps the one with this key."""
    rows = SignIn.objects.filter(user=user, ended_at__isnull=True)
    return end(rows.exclude(session_key=but) if but else rows, user)


def leave(request: HttpRequest) -> None:
    """Signs out."""
    key, user = request.session.session_key, request.user
    logout(request)
    if isinstance(user, User):
        SignIn.objects.filter(session_key=key).update(ended_at=timezone.now(), session_key=None)
        sockets.ask_again(user_id=user.pk)


def moved(before: str | None, after: str | None) -> None:
    """The session goes on under another id."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
