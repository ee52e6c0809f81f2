"""What this process runs right now, and its right to.

For: keeping the leases of runs that are in hand, taking back what others left, stopping a run that is no longer ours.
Not here: claiming (`worker`), the SQL (`records`).

A run is in hand from its start until its end is about to be written, and again while a refused write is tried once more
(`insisting`). When that is given up the lease is kept by nobody, runs out, and a worker takes the execution up again from what
was kept of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog

from runtime.executions import records
from runtime.journal.journal import Journal, JournalRefused

TEND_EVERY = 2.5  # seconds; a lease lasts four times as long
log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """The execution was cancelled, or taken over by another worker. Nothing more of this run is to be written."""


class Leases:
    """One a process, shared by its loops."""

    def __init__(self, owner: str, journal: Journal) -> None:
        self.owner = owner
        self._journal = journal
        self._stops: dict[str, Callable[[], None]] = {}

    @contextmanager
    def hold(self, execution_id: str) -> Iterator[None]:
        """While the current task runs it. `stop` cancels that task."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if task is None:
            raise RuntimeError("a run is held by the task that runs it")

        def stop() -> None:
            loop.call_soon_threadsafe(task.cancel)

        self._stops[execution_id] = stop
        try:
            yield
        finally:
            # One that was lost and taken up again by this same process is held by its second run.
            if self._stops.get(execution_id) is stop:
                del self._stops[execution_id]

    @property
    def in_hand(self) -> tuple[str, ...]:
        """Ids of the executions that run here."""
        return tuple(self._stops)

    def stop(self, execution_id: str) -> None:
        """Cancels the run, if it is in hand here. From any thread."""
        if stop := self._stops.get(execution_id):
            stop()

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(TEND_EVERY)
            try:
                await self.tend(datetime.now(UTC))
            except JournalRefused:
                continue
            except Exception:
                log.exception("leases.not_tended", owner=self.owner)

    async def tend(self, now: datetime) -> None:
        """Keeps what is in hand, stops what is not ours any more, queues again what nobody keeps."""
        for execution_id in await self._journal.call(records.tend(self.owner, self.in_hand, now)):
            log.info("execution.lost", execution=execution_id)
            self.stop(execution_id)
