"""Connections kept open for the next call, each for one owner alone.

For: one pool of connections for each owner (a customer's instance of a tenant), closed soon after it falls quiet.
Not here: requests and answers (`client`), where a connection may lead (`backend`).

What one owner said to a server can never be continued by another, whatever the server makes of it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import httpcore2

KEPT_FOR = 4.0  # seconds: less than the five after which many servers hang up by themselves
KEPT_EACH = 8


@dataclass(slots=True)
class _Pool:
    connections: httpcore2.AsyncConnectionPool
    used_at: float
    in_use: int = 0


class Pools:
    """`make` gives a pool that keeps so many idle connections for so long. Belongs to one event loop."""

    def __init__(self, make: Callable[[int, float], httpcore2.AsyncConnectionPool]) -> None:
        self._make = make
        self._pools: OrderedDict[str, _Pool] = OrderedDict()  # the longest unused first
        self._once = make(0, 0.0)
        self._sweeping: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def exchange(self, owner: str, request: httpcore2.Request) -> httpcore2.Response:
        """The answer as it begins; whoever read it calls `done` with the same owner. Nobody's connection is used once."""
        if not owner:
            return await self._once.handle_async_request(request)
        loop = asyncio.get_running_loop()
        pool = self._pools.get(owner)
        if pool is None:
            pool = self._pools[owner] = _Pool(self._make(KEPT_EACH, KEPT_FOR), loop.time())
        pool.in_use += 1
        if self._sweeping is None:
            self._sweeping = loop.call_later(KEPT_FOR, self._sweep)
        try:
            return await pool.connections.handle_async_request(request)
        except BaseException:
            self.done(owner)
            raise

    def done(self, owner: str) -> None:
        pool = self._pools.get(owner)
        if pool is not None:
            pool.in_use -= 1
            pool.used_at = asyncio.get_running_loop().time()
            self._pools.move_to_end(owner)

    async def aclose(self) -> None:
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        pools, self._pools = [pool.connections for pool in self._pools.values()], OrderedDict()
        for pool in (*pools, self._once):
            with suppress(RuntimeError):  # what is still under way breaks off, and says so
                await pool.aclose()
        await asyncio.gather(*self._closing, return_exceptions=True)

    def _sweep(self) -> None:
        """Closes the pools that fell quiet; only their own next call would do it otherwise, and it may never come."""
        loop = asyncio.get_running_loop()
        quiet = [owner for owner, pool in self._pools.items() if not pool.in_use and loop.time() - pool.used_at >= KEPT_FOR]
        for owner in quiet:
            task = loop.create_task(self._pools.pop(owner).connections.aclose())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        self._sweeping = loop.call_later(KEPT_FOR, self._sweep) if self._pools else None
