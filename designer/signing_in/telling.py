"""Telling a person, and the tenants they are in, what happened to their account.

For: audit entries in each of their tenants, named after them though they are not signed in yet; letters to themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest

from designer.accounts import letters
from designer.accounts.models import Member, User
from runtime import deeds
from runtime.mail.post import can_send


@contextmanager
def as_person(request: HttpRequest, user: User) -> Iterator[None]:
    """Whatever is done in here is this person's: who signs in is known before the session is theirs."""
    address, request_id = request.META.get("REMOTE_ADDR") or "", getattr(request, "api_request_id", "")
    with deeds.acting(lambda: deeds.Actor(user.email, "member", address, request_id)):
        yield


def tell_tenants(user: User, deed: str, **facts: Any) -> None:
    for member in Member.across_tenants.filter(user=user, tenant__suspended=False):
        deeds.done(deed, member, user.email, **facts)


def write_to(user: User, kind: str, subject: str, *lines: str) -> None:
    """A letter about their account, where letters can be sent."""
    if can_send():
        account = letters.page("/account")
        letters.write(user.email, kind=kind, subject=subject, lines=list(lines), link=("Look at your account", account))
