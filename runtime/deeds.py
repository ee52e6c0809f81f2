"""Who did what: the port by which services tell of deeds that people answer for.

For: naming the deed inside the transaction that does it, so that there is never one without the other, and who acts.
Not here: keeping and showing it (`designer.audit`), what happened by itself (`runtime.audience`).

Deeds that the journal carries out on its own thread (replays, re-runs) are told before they are asked for: a record of one that
then failed says more than none of one that was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is member, token, admin, support or command; `address` is where the request came from."""

    name: str
    kind: str
    address: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """`name` is `<kind of thing>.<what was done>`; `facts` are JSON without secrets."""

    name: str
    tenant_id: str
    about_id: str
    about: str
    facts: dict[str, Any]
    actor: Actor


COMMAND_LINE = Actor("command line", "command")
_acting: ContextVar[Callable[[], Actor]] = ContextVar("acting", default=lambda: COMMAND_LINE)
_keep: list[Callable[[Deed], None]] = []


def keep_with(keep: Callable[[Deed], None]) -> None:
    """Who keeps deeds, from the start of the process on. It writes in the transaction that is open."""
    _keep[:] = [keep]


@contextmanager
def acting(actor: Callable[[], Actor]) -> Iterator[None]:
    """Whatever is done in here is this actor's; asked for only when something is."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def done(name: str, row: Model | None, about: str, /, *, tenant_id: str = "", **facts: Any) -> None:
    """Call it where the deed is done, in its transaction. `about` is what people call the thing."""
    whose = tenant_id or str(getattr(row, "tenant_id", ""))
    deed = Deed(name, whose, str(row.pk) if row is not None else "", about, facts, _acting.get()())
    for keep in _keep:
        keep(deed)
