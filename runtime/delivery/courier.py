"""Carries deliveries to where they go: claims what is due, tries, writes down what came of it.

For: the life of one courier on one event loop; each process that works has one, claims keep them out of each other's way.
Not here: whose turn it is (`claims`), one try (`attempting`), what follows (`recording`).

The tables are the truth. `wake` only saves the wait until the next look, and what dies with this process is due again when its
claim runs out.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import Error

from runtime.delivery.attempting import Attempted, attempt
from runtime.delivery.claims import Claim, Job, TakeBack
from runtime.delivery.recording import Record
from runtime.delivery.retention import keep_house
from runtime.delivery.schedule import WAITS, Schedule
from runtime.journal.journal import Journal, JournalRefused, Procedure
from runtime.outbound.backend import SystemResolver
from runtime.outbound.client import OutboundClient

SLOTS = 128
FOR_UNPROVEN = 96  # of them, for destinations that took nothing lately
LOOK_EVERY = 1.0  # seconds, when nobody wakes us
TAKE_BACK_EVERY = 10.0
HOUSE_EVERY = 600.0
RESOLVERS = 32  # a name server that hangs for one destination must not hold up the others
log = structlog.get_logger(__name__)


def schedule_in_force() -> Schedule:
    return Schedule(tuple(settings.DELIVERY_WAITS) or WAITS)


@dataclass(slots=True)
class Courier:
    owner: str
    journal: Journal
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _leaving: bool = False
    _unproven: int = 0
    _ended: list[Attempted] = field(default_factory=list)
    _recorded: asyncio.Event = field(default_factory=asyncio.Event)
    # Each procedure takes destinations in one order. Two of them in one commit of the journal would not, and two processes then
    # wait for each other until the database ends it, a second later.
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def serve(self, *, alone: bool) -> None:
        """Until cancelled. `alone` says that whatever stands as under way was cut off with the last process."""
        http = OutboundClient(
            allow=settings.OUTBOUND_ALLOW,
            own_hosts=[urlsplit(settings.PUBLIC_URL).hostname or ""],
            resolve=SystemResolver(RESOLVERS),
        )
        await self._take_back_all(alone)
        others = [asyncio.create_task(self._keep_records()), asyncio.create_task(self._tend())]
        try:
            while True:
                try:
                    if not await self._claim(http):
                        await self._rest()
                except (JournalRefused, Error):
                    await asyncio.sleep(LOOK_EVERY)
                except Exception:
                    log.exception("delivery.crashed")
                    await asyncio.sleep(LOOK_EVERY)
        finally:
            for task in (*others, *self._under_way):
                task.cancel()
            await asyncio.gather(*others, *self._under_way, return_exceptions=True)
            await http.aclose()

    async def leave(self, within: float) -> None:
        """Claims nothing more, and waits until attempts under way are written down: one that is cut off comes twice.

        On its own loop, for at most `within` seconds.
        """
        self._leaving = True
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._under_way or self._ended or self._one_at_a_time.locked():
                    await asyncio.sleep(0.02)

    def giving_back(self) -> TakeBack:
        """A journal procedure for the end of the process."""
        return TakeBack(datetime.now(UTC), owner=self.owner)

    async def _claim(self, http: OutboundClient) -> int:
        free = SLOTS - len(self._under_way)
        if free <= 0 or self._leaving:
            return 0
        claim = Claim(self.owner, datetime.now(UTC), free, max(0, FOR_UNPROVEN - self._unproven))
        jobs: list[Job] = await self._call(claim)
        for job in jobs:
            task = asyncio.create_task(self._carry(http, job))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(jobs)

    async def _call(self, procedure: Procedure) -> Any:
        async with self._one_at_a_time:
            return await self.journal.call(procedure)

    async def _carry(self, http: OutboundClient, job: Job) -> None:
        self._unproven += not job.proven
        try:
            attempted = await attempt(http, job)
            self._ended.append(attempted)  # on its own: the list is another one by the time the answer is here
            self._recorded.set()
        finally:
            self._unproven -= not job.proven

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await self.wake.wait()
        self.wake.clear()

    async def _keep_records(self) -> None:
        """All that ended while the last was being written goes in one commit. What the database refuses is tried again; when that
        takes longer than the claim, it is sent again."""
        while True:
            await self._recorded.wait()
            self._recorded.clear()
            ended, self._ended = self._ended, []
            while ended:
                try:
                    await self._call(Record(ended, datetime.now(UTC), schedule_in_force()))
                    break
                except (JournalRefused, Error):
                    await asyncio.sleep(LOOK_EVERY)
                except Exception:
                    log.exception("delivery.not_recorded", attempts=len(ended))
                    break
            self.wake.set()

    async def _take_back_all(self, alone: bool) -> None:
        """Before anything is claimed, or it would take back its own."""
        while alone:
            try:
                await self._call(TakeBack(datetime.now(UTC), everything=True))
                return
            except (JournalRefused, Error):
                await asyncio.sleep(LOOK_EVERY)

    async def _tend(self) -> None:
        rounds = 0
        while True:
            try:
                if await self._call(TakeBack(datetime.now(UTC))):
                    self.wake.set()
                if rounds % int(HOUSE_EVERY / TAKE_BACK_EVERY) == 0:
                    await keep_house(self.journal, datetime.now(UTC))
                rounds += 1
            except (JournalRefused, Error) as failure:
                log.warning("delivery.waiting", reason=type(failure).__name__)
            except Exception:
                log.exception("delivery.tending_failed")
            await asyncio.sleep(TAKE_BACK_EVERY)
