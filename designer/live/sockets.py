"""The live sockets that are open in this process.

For: counting them by member, and asking again at once whether one still may, when something was taken away.
Not here: the question itself (`admission`), a socket's life (`consumer`), which also asks every few seconds: other processes, and
what is changed behind our back, are noticed then.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from designer.accounts.access import Access

_open: set[Socket] = set()


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
    for socket in list(_open):
        user = socket.access.user
        if socket.access.tenant.pk == tenant_id or (user is not None and user.pk == user_id):
            socket.ask_again()
