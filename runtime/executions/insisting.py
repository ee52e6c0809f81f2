"""Writes of a run that did something outside already.

For: trying again when the database does not take them: doing the step once more would be worse than waiting a little for a disk
that was full or a database that starts again.
Not here: requests at the door, which are told to come again instead (`runtime.ingress`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from runtime.executions.leases import Leases
from runtime.journal.journal import JournalRefused

T = TypeVar("T")
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds before each further try


async def insist(write: Callable[[], Awaitable[T]]) -> T:
    """Raises JournalRefused when the last try was refused too. `write` may be done twice."""
    for pause in PAUSES:
        try:
            return await write()
        except JournalRefused:
            await asyncio.sleep(pause)
    return await write()


async def insist_in_hand(write: Callable[[], Awaitable[T]], leases: Leases, execution_id: str) -> T:
    """The end of a run that is in hand no more: once refused, it is taken in hand again, so that nobody else takes it up."""
    try:
        return await write()
    except JournalRefused:
        with leases.hold(execution_id):
            await asyncio.sleep(PAUSES[0])
            return await insist(write)
