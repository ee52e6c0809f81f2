"""Claims executions that are due and runs them.

For: one worker on one event loop: claim a batch, run it concurrently, write the ends.
Not here: what a run does (`runner`), whose turn it is (`claims`), keeping leases (`leases`).

The table is the truth. `wake` only saves the wait until the next look, so a lost wake-up costs a second and never an execution.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

import structlog
from django.db import Error

from runtime.audience import EXECUTIONS, News, announce
from runtime.engine.errors import NotAllowed
from runtime.executions import loading
from runtime.executions.arrivals import Arrivals
from runtime.executions.carrier import Carrier, Taken
from runtime.executions.claims import Claim, Claimed, Rotation
from runtime.executions.pace import Crowd, Pace
from runtime.executions.preparing import prepare
from runtime.executions.runs import Run
from runtime.executions.shares import LaneId
from runtime.journal.journal import JournalRefused
from runtime.journal.models import Execution
from runtime.reading import in_thread
from runtime.routing.book import RouteBook

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0  # seconds, when nobody wakes us
LOOK_SOON = 0.02  # when more was ready than could start: little at a time, as what starts in heaps is in everybody's way
LOOK_AGAIN = 0.02  # when a claim looked at many that may not start, and not at all
MOST_DEATHS = 20  # an execution whose runner died this often is what kills it


@dataclass(slots=True)
class Worker:
    """`drafts` says whose executions it takes: those of the designer's tests, or the live ones; never both."""

    drafts: bool
    carrier: Carrier
    book: RouteBook
    wake: asyncio.Event
    crowd: Crowd = field(default_factory=Crowd)
    arrivals: Arrivals | None = None  # that must know whether anything waits here
    looked_at: float = field(default_factory=monotonic)  # when it last looked for work; the watchdog reads it
    _in_hand: Counter[LaneId] = field(default_factory=Counter)
    _rotation: Rotation = field(default_factory=Rotation)
    _pace: Pace = field(init=False)
    _left: bool = False  # more was ready than was claimed
    _enough: int = 0  # so few in hand that the next claim is worth it

    def __post_init__(self) -> None:
        self._pace = Pace(self.crowd)

    async def serve(self) -> None:
        """Until cancelled, or its runner leaves.

        A failure of the database is waited out, one of an execution ends that one, any other is told.
        """
        while not self.carrier.runner.leaving.is_set():
            try:
                await self._work()
            except Exception:
                log.exception("worker.crashed", worker=self.carrier.leases.owner)
                if (task := asyncio.current_task()) and task.cancelling():
                    return  # of a group that is cancelled and fails in one, only the failure is told
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        self._in_hand.clear()  # after a crash of this worker nothing of it runs any more
        vain = 0  # looks in a row that found only what may not start
        async with asyncio.TaskGroup() as group:
            while not self.carrier.runner.leaving.is_set():
                self.looked_at = monotonic()
                width = await self._pace.look()
                work: list[loading.Claimed] = []
                again = False
                if (free := width - self._in_hand.total()) > 0:
                    work, again = await self._claim(width, free)
                    for one in work:
                        self._in_hand[_lane(one.execution)] += 1
                        group.create_task(self._run_one(one))
                        await asyncio.sleep(0)  # one after the other, so that who has just arrived need not wait for all of them
                else:
                    self._left = True
                self._enough = self._in_hand.total() // 2
                vain = 0 if work else min(vain + 1, 8)
                if not again:
                    await self._rest(vain)
                elif not work:
                    await asyncio.sleep(LOOK_AGAIN * vain)

    async def _rest(self, vain: int) -> None:
        try:
            async with asyncio.timeout(min(LOOK_SOON * 2**vain, LOOK_EVERY) if self._left else LOOK_EVERY):
                await self.wake.wait()
        except TimeoutError:
            pass
        self.wake.clear()

    async def _claim(self, width: int, free: int) -> tuple[list[loading.Claimed], bool]:
        """What it took up, and whether to look again at once."""
        owner, now = self.carrier.leases.owner, datetime.now(UTC)
        claim = Claim(owner, self.drafts, now, width, free, self._in_hand.copy(), self._rotation)
        try:
            claimed = await self._asked(claim)
            self._left = claimed.left
            return (await in_thread(lambda: loading.load_claimed(claimed.ids)) if claimed.ids else []), claimed.again
        except (JournalRefused, Error):
            return [], False  # what was claimed and not read comes back when its lease runs out

    async def _asked(self, claim: Claim) -> Claimed:
        if not self.arrivals:
            return await self.carrier.journal.call(claim)
        self.arrivals.looking = True  # what is stored from now on may or may not be seen
        try:
            claimed: Claimed = await self.carrier.journal.call(claim)
            self.arrivals.waiting = claimed.waiting
            return claimed
        finally:
            self.arrivals.looking = False

    async def _run_one(self, work: loading.Claimed) -> None:
        execution = work.execution
        announce(self.carrier.runner.audience, News(execution.tenant_id, EXECUTIONS, execution.pk, "running"))
        try:
            await self.carrier.see_through(Taken(execution.pk, execution.tenant_id, execution.epoch), lambda: self._prepare(work))
        finally:
            self._let_go(_lane(execution))

    async def _prepare(self, work: loading.Claimed) -> Run:
        if work.execution.cut_off >= MOST_DEATHS:
            raise NotAllowed(f"Taken up {MOST_DEATHS} times and cut off each time.", code="crashed_too_often")
        return await prepare(self.book, work)

    def _let_go(self, lane: LaneId) -> None:
        """Its slot is free. More is claimed when half of them are, so that a claim serves many."""
        self._in_hand[lane] -= 1
        if not self._in_hand[lane]:
            del self._in_hand[lane]
        if self._left and self._in_hand.total() <= self._enough:
            self.wake.set()


def _lane(execution: Execution) -> LaneId:
    return execution.tenant_id, execution.customer_id
