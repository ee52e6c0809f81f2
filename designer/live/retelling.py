"""Asking runs to tell how they stand, seldom enough.

For: who begins to watch a run that is under way. A run tells what it knows to all who watch it, which takes the loop that runs it
some milliseconds: pages that ask again and again must not take them from the flows there.
Not here: what is told (`runtime.executions.commentary`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PAUSE = 0.05  # seconds from one question to the next


class Retelling:
    """One a process, on the server's loop. The first question goes out at once; of those that wait, each run is asked once,
    and tenants take turns."""

    def __init__(self, ask: Callable[[str], None], *, pause: float = PAUSE) -> None:
        self._ask = ask
        self._pause = pause
        self._waiting: dict[str, dict[str, None]] = {}  # by tenant, in order
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
                self._ask(self._next())
                await asyncio.sleep(self._pause)
        finally:
            self._asking = None

    def _next(self) -> str:
        tenant_id = next(iter(self._waiting))
        mine = self._waiting.pop(tenant_id)
        execution_id = next(iter(mine))
        del mine[execution_id]
        if mine:
            self._waiting[tenant_id] = mine  # behind the others
        return execution_id
