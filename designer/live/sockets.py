"""The live sockets that are open in this process.

For: counting them by member, and asking again at once whether one still may, when something was taken away.
Not here: the question itself (`admission`), a socket's life (`consumer`), which also asks every few seconds: what is changed
behind our back is noticed then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from designer.accounts.access import Access

_open: set[Socket] = set()
others: set[Callable[[dict[str, Any]], None]] = set()  # what tells the other processes


@dataclass(eq=False, slots=True)
class Socket:
    """Made on the loop that serves it. `doubt` is set when its right should be looked at again."""

    access: Access
    doubt: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def open(self) -> None:
        _open.add(self)

    def close(self) -> None:
        _open.discard(self)

    @property
    def whose(self) -> tuple[str, str]:
        return _whose(self.access)

    def ask_again(self) -> None:
        with suppress(RuntimeError):  # the server is closing, and its sockets with it
            self._loop.call_soon_threadsafe(self.doubt.set)


def _whose(access: Access) -> tuple[str, str]:
    """Tenant, and the person, or the token that answers to nobody."""
    return access.tenant.pk, str(access.user.pk) if access.user else access.actor


def open_by(access: Access) -> int:
    """How many the same member has in this tenant."""
    return sum(socket.whose == _whose(access) for socket in list(_open))


def ask_again(*, tenant_id: str = "", user_id: int | None = None) -> None:
    """From any thread, once it is committed: something of this tenant's members, or of this person, was taken away."""
    doubt(tenant_id=tenant_id, user_id=user_id)
    for tell in tuple(others):
        tell({"tenant_id": tenant_id, "user_id": user_id})


def doubt(*, tenant_id: str, user_id: int | None) -> None:
    """The same for the sockets of this process alone."""
    for socket in list(_open):
        user = socket.access.user
        if socket.access.tenant.pk == tenant_id or (user is not None and user.pk == user_id):
            socket.ask_again()
