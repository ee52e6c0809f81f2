"""Asking runs to tell how they stand, seldom enough.

For: who begins to watch a run that is under way. A run tells what it knows to all who watch it, which takes the loop that runs it
some milliseconds: pages that ask again and again must not take them from the flows there.
Not here: what is told (`runtime.executions.commentary`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

PAUSE = 0.05  # seconds from one question to the next
AGAIN = 2.0  # seconds until the same run is asked again: its answer goes to all who watch it


class Retelling:
    """One a process, on the server's loop. The first question goes out at once; of those that wait, each run is asked once,
    and tenants take turns."""

    def __init__(self, ask: Callable[[str], None], *, pause: float = PAUSE, again: float = AGAIN) -> None:
        self._ask = ask
        self._pause = pause
        self._again = again
        self._waiting: dict[str, dict[str, None]] = {}  # by tenant, in order
        self._asked: dict[str, float] = {}  # when, oldest first; only those that may not be asked again yet
        self._asking: asyncio.Task[None] | None = None

    def want(self, tenant_id: str, execution_id: str) -> None:
        self._waiting.setdefault(tenant_id, {})[execution_id] = None
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._work())

    def close(self) -> None:
        if self._asking:
            self._asking.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting:
                if execution_id := self._next():
                    self._ask(execution_id)
                await asyncio.sleep(self._pause)
        finally:
            self._asking = None

    def _next(self) -> str:
        """Of the first tenant that has one which may be asked; empty when there is none."""
        now = monotonic()
        while self._asked and now - next(iter(self._asked.values())) >= self._again:
            del self._asked[next(iter(self._asked))]
        for tenant_id, mine in self._waiting.items():
            for execution_id in mine:
                if execution_id not in self._asked:
                    self._asked[execution_id] = now
                    self._put_behind(tenant_id, without=execution_id)
                    return execution_id
        return ""

    def _put_behind(self, tenant_id: str, *, without: str) -> None:
        mine = self._waiting.pop(tenant_id)
        del mine[without]
        if mine:
            self._waiting[tenant_id] = mine
