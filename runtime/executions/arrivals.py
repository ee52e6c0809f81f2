"""Executions that start the moment their request is stored.

For: passing the queue by while there is nobody in it: no claim, nothing read back, and a lone request waits for nothing.
Not here: what has a turn to wait for (`runtime.lanes`), carrying it out (`carrier`).

The row says `running`, under a lease like any other's, in the same commit as its request: a crash behind it is found like any.
What is special about a flow of an instance (a policy, somebody who held it) is a matter for a claim, so that always queues. So
does a customer of whom something waits in the queue already, and everything while many senders wait at the door.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from runtime.executions.carrier import Carrier, Taken
from runtime.executions.pace import CROWDED, Crowd
from runtime.executions.runs import Run
from runtime.executions.shares import LaneId

MOST = 16  # under way in this way
MOST_OF_A_CUSTOMER = 8


@dataclass(slots=True)
class Arrivals:
    """One a process. `submit` hands work to the loop that executions run on. Every method may be called from any thread."""

    carrier: Carrier
    crowd: Crowd
    submit: Callable[[Callable[[], None]], object]
    waiting: Set[LaneId] | None = None  # of whom something waits; None for of anybody, as before a worker has looked
    looking: bool = False  # while the worker finds that out
    _under_way: Counter[LaneId] = field(default_factory=Counter)
    _counting: Lock = field(default_factory=Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def take(self, run: Run) -> bool:
        """Whether it may start at once; then one of `start` and `let_go` must follow."""
        lane, waiting = _lane(run), self.waiting
        if self.carrier.runner.leaving.is_set():
            return False
        if waiting is None or lane in waiting or self.crowd.inside > CROWDED or run.plan.flow.key in run.instance.lanes:
            return False
        with self._counting:
            if self._under_way[lane] >= MOST_OF_A_CUSTOMER or self._under_way.total() >= MOST:
                return False
            self._under_way[lane] += 1
        return True

    def are_waited_for(self, run: Run) -> bool:
        """Whether the worker knows already that something of this customer waits, and comes for it when there is room. Ask once
        the row is stored."""
        return not self.looking and self.waiting is not None and _lane(run) in self.waiting

    def start(self, run: Run) -> None:
        """Its row is stored, as running under our lease and epoch 1. A process that ends gives it back with all it has."""
        with suppress(RuntimeError):
            self.submit(lambda: self._begin(run))

    def let_go(self, run: Run) -> None:
        lane = _lane(run)
        with self._counting:
            self._under_way[lane] -= 1
            if not self._under_way[lane]:
                del self._under_way[lane]

    def _begin(self, run: Run) -> None:
        task = asyncio.get_running_loop().create_task(self._see_through(run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(self, run: Run) -> None:
        async def at_hand() -> Run:
            return run

        try:
            await self.carrier.see_through(Taken(run.execution_id, run.tenant_id, 1), at_hand)
        finally:
            self.let_go(run)


def _lane(run: Run) -> LaneId:
    return run.tenant_id, (run.instance.customer or {}).get("id", "")
