"""Claims executions that are due and runs them.

For: one worker on one event loop: claim a batch, run it concurrently, write the ends.
Not here: what a run does (`runner`), the SQL of a claim (`records`), keeping leases (`leases`).

The table is the truth. `wake` only saves the wait until the next look, so a lost wake-up costs a second and never an execution.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from django.db import Error

from runtime.audience import EXECUTIONS, News, announce
from runtime.engine.errors import HookyardError, NotAllowed
from runtime.executions import loading, records
from runtime.executions.leases import LeaseLost, Leases
from runtime.executions.preparing import prepare
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.waits import SHORT
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Execution
from runtime.reading import in_thread
from runtime.routing.book import RouteBook

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 64
LOOK_EVERY = 1.0  # seconds, when nobody wakes us
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

    async def serve(self) -> None:
        """Until cancelled. A failure of the database is waited out, one of an execution ends that one, any other is told."""
        while True:
            try:
                await self._work()
            except Exception:
                log.exception("worker.crashed", worker=self.leases.owner)
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        slots = asyncio.Semaphore(MOST_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            while True:
                await slots.acquire()
                free = 1
                while free < MOST_AT_ONCE and not slots.locked():
                    await slots.acquire()
                    free += 1
                claimed = await self._claim(free)
                for _ in range(free - len(claimed)):
                    slots.release()
                for work in claimed:
                    group.create_task(self._run_one(work, slots))
                if len(claimed) < free:
                    await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self.wake.wait()
        except TimeoutError:
            pass
        self.wake.clear()

    async def _claim(self, most: int) -> list[loading.Claimed]:
        try:
            ids = await self.journal.call(
                records.claim(owner=self.leases.owner, drafts=self.drafts, most=most, now=datetime.now(UTC))
            )
            return await in_thread(lambda: loading.load_claimed(ids)) if ids else []
        except (JournalRefused, Error):
            return []  # what was claimed and not read comes back when its lease runs out

    async def _run_one(self, work: loading.Claimed, slots: asyncio.Semaphore) -> None:
        execution = work.execution
        announce(self.runner.audience, News(execution.tenant_id, EXECUTIONS, execution.pk, "running"))
        try:
            if execution.cut_off >= MOST_DEATHS:
                raise NotAllowed(f"Taken up {MOST_DEATHS} times and cut off each time.", code="crashed_too_often")
            await self.carry_through(await prepare(self.book, work), epoch=execution.epoch)
        except (JournalRefused, LeaseLost) as error:
            # Not stored: its lease runs out and it is taken up again. Lost: somebody cancelled it, or runs it by now.
            log.warning("execution.left", execution=execution.pk, reason=type(error).__name__)
        except HookyardError as problem:
            await self._give_up(execution, problem)
        except Exception:
            log.exception("execution.crashed", execution=execution.pk)
            await self._give_up(execution, CRASHED)
        finally:
            slots.release()

    async def carry_through(self, run: Run, *, epoch: int) -> Ended:
        """Runs an execution that stands as running under `epoch`, and stores its end, or puts it away until it is due.

        Raises LeaseLost, JournalRefused.
        """
        kept = 0

        async def keep(steps: list[StepRun]) -> None:
            nonlocal kept
            if not await self.journal.call(records.keep(run, steps, epoch=epoch, first=len(run.recorded) + kept + 1)):
                raise LeaseLost
            kept += len(steps)

        with self.leases.hold(run.execution_id):
            ended = await self.runner.run(run, keep=keep, patience=SHORT)
        await self.journal.write(*records.finished(run, ended, now=datetime.now(UTC), epoch=epoch, kept=kept))
        return ended

    async def _give_up(self, execution: Execution, problem: HookyardError) -> None:
        try:
            await self.journal.write(records.failed(execution, code=problem.code, message=problem.message, now=datetime.now(UTC)))
        except JournalRefused:
            log.warning("execution.left", execution=execution.pk, reason="JournalRefused")
