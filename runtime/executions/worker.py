"""Claims executions that are due and runs them.

For: one worker on one event loop: claim a batch, run it concurrently, write the ends.
Not here: what a run does (`runner`), whose turn it is (`claims`), keeping leases (`leases`).

The table is the truth. `wake` only saves the wait until the next look, so a lost wake-up costs a second and never an execution.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

import structlog
from django.db import Error, InterfaceError, OperationalError

from runtime.audience import EXECUTIONS, News, announce
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.executions import loading, records
from runtime.executions.claims import Claim, Rotation
from runtime.executions.insisting import insist, insist_in_hand
from runtime.executions.leases import LeaseLost, Leases
from runtime.executions.pace import Crowd, Pace
from runtime.executions.preparing import prepare
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.shares import LaneId
from runtime.executions.waits import SHORT
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Execution
from runtime.reading import in_thread
from runtime.routing.book import RouteBook

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0  # seconds, when nobody wakes us
LOOK_AGAIN = 0.02  # when a claim looked at many that may not start, and not at all
MOST_DEATHS = 20  # an execution whose runner died this often is what kills it
CRASHED = HookyardError("Something went wrong on our side. See the server log.", code="internal_error")


@dataclass(slots=True)
class Worker:
    """`drafts` says whose executions it takes: those of the designer's tests, or the live ones; never both."""

    drafts: bool
    journal: Journal
    book: RouteBook
    runner: Runner
    leases: Leases
    wake: asyncio.Event
    crowd: Crowd = field(default_factory=Crowd)
    looked_at: float = field(default_factory=monotonic)  # when it last looked for work; the watchdog reads it
    _in_hand: Counter[LaneId] = field(default_factory=Counter)
    _rotation: Rotation = field(default_factory=Rotation)
    _pace: Pace = field(init=False)
    _left: bool = False  # more was ready than was claimed
    _enough: int = 0  # so few in hand that the next claim is worth it

    def __post_init__(self) -> None:
        self._pace = Pace(self.crowd)

    async def serve(self) -> None:
        """Until cancelled. A failure of the database is waited out, one of an execution ends that one, any other is told."""
        while True:
            try:
                await self._work()
            except Exception:
                log.exception("worker.crashed", worker=self.leases.owner)
                if (task := asyncio.current_task()) and task.cancelling():
                    return  # of a group that is cancelled and fails in one, only the failure is told
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        self._in_hand.clear()  # after a crash of this worker nothing of it runs any more
        vain = 0  # looks in a row that found only what may not start
        async with asyncio.TaskGroup() as group:
            while True:
                self.looked_at = monotonic()
                width = await self._pace.look()
                work: list[loading.Claimed] = []
                again = False
                if (free := width - self._in_hand.total()) > 0:
                    work, again = await self._claim(width, free)
                    for one in work:
                        self._in_hand[_lane(one.execution)] += 1
                        group.create_task(self._run_one(one))
                else:
                    self._left = True
                self._enough = self._in_hand.total() * 3 // 4
                if not again:
                    await self._rest()
                elif work:
                    vain = 0
                else:
                    vain = min(vain + 1, 8)
                    await asyncio.sleep(LOOK_AGAIN * vain)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self.wake.wait()
        except TimeoutError:
            pass
        self.wake.clear()

    async def _claim(self, width: int, free: int) -> tuple[list[loading.Claimed], bool]:
        """What it took up, and whether to look again at once."""
        claim = Claim(self.leases.owner, self.drafts, datetime.now(UTC), width, free, self._in_hand.copy(), self._rotation)
        try:
            claimed = await self.journal.call(claim)
            self._left = claimed.left
            return (await in_thread(lambda: loading.load_claimed(claimed.ids)) if claimed.ids else []), claimed.again
        except (JournalRefused, Error):
            return [], False  # what was claimed and not read comes back when its lease runs out

    async def _run_one(self, work: loading.Claimed) -> None:
        execution = work.execution
        announce(self.runner.audience, News(execution.tenant_id, EXECUTIONS, execution.pk, "running"))
        try:
            if execution.cut_off >= MOST_DEATHS:
                raise NotAllowed(f"Taken up {MOST_DEATHS} times and cut off each time.", code="crashed_too_often")
            await self.carry_through(await prepare(self.book, work), epoch=execution.epoch)
        except LeaseLost:  # somebody cancelled it, or runs it by now
            log.warning("execution.left", execution=execution.pk, reason="LeaseLost")
        except (JournalRefused, OperationalError, InterfaceError) as error:
            log.warning("execution.left", execution=execution.pk, reason=type(error).__name__)
            await self._queue_again(execution)
        except HookyardError as problem:
            await self._give_up(execution, problem)
        except Exception:
            log.exception("execution.crashed", execution=execution.pk)
            await self._give_up(execution, CRASHED)
        finally:
            self._let_go(_lane(execution))

    async def _queue_again(self, execution: Execution) -> None:
        """As soon as the database takes it; when it never does, its lease runs out."""
        again = records.queue_again(execution.pk, epoch=execution.epoch)
        with suppress(JournalRefused):
            await insist(lambda: self.journal.call(again))
            self.wake.set()

    def _let_go(self, lane: LaneId) -> None:
        """Its slot is free. More is claimed when a quarter of them are, so that a claim serves many."""
        self._in_hand[lane] -= 1
        if not self._in_hand[lane]:
            del self._in_hand[lane]
        if self._left and self._in_hand.total() <= self._enough:
            self.wake.set()

    async def carry_through(self, run: Run, *, epoch: int) -> Ended:
        """Runs an execution that stands as running under `epoch`, and stores its end, or puts it away until it is due.

        Raises LeaseLost, JournalRefused.
        """
        kept = 0

        async def keep(steps: list[StepRun]) -> None:
            nonlocal kept
            procedure = records.keep(run, steps, epoch=epoch, first=len(run.recorded) + kept + 1)
            if not await insist(lambda: self.journal.call(procedure)):
                raise LeaseLost
            kept += len(steps)

        with self.leases.hold(run.execution_id):
            ended = await self.runner.run(run, keep=keep, patience=SHORT)
        ending = records.finished(run, ended, now=datetime.now(UTC), epoch=epoch, kept=kept)
        await insist_in_hand(lambda: self.journal.write(*ending), self.leases, run.execution_id)
        return ended

    async def _give_up(self, execution: Execution, problem: HookyardError) -> None:
        try:
            await self.journal.write(records.failed(execution, code=problem.code, message=problem.message, now=datetime.now(UTC)))
        except JournalRefused:
            log.warning("execution.left", execution=execution.pk, reason="JournalRefused")


def _lane(execution: Execution) -> LaneId:
    return execution.tenant_id, execution.customer_id
