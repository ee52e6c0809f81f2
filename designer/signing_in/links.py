"""Links that let somebody in, tried by somebody not signed in: those that are none are counted for the network they come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from designer.signing_in.throttle import LINKS_OF_ADDRESS
from runtime.engine.errors import NotAllowed

NONE = ("invitation_invalid", "reset_invalid")


@contextmanager
def tried(request: HttpRequest) -> Iterator[None]:
    """Raises `NotAllowed` `too_many_tries`, and whatever is raised in here."""
    address = request.META.get("REMOTE_ADDR") or ""
    LINKS_OF_ADDRESS.check(address)
    try:
        yield
    except NotAllowed as refusal:
        if refusal.code in NONE:
            LINKS_OF_ADDRESS.count(address)
        raise
