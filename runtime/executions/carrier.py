"""Carries an execution that stands as running to its stored end, whatever happens on the way.

For: what a worker does with what it claimed, and the door's loop-mate with what had just arrived (`arrivals`).
Not here: how it came to run (`worker`, `arrivals`), what a run does (`runner`), the rows (`records`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from django.db import InterfaceError, OperationalError

from runtime.engine.errors import HookyardError
from runtime.executions import records
from runtime.executions.insisting import insist, insist_in_hand
from runtime.executions.leases import LeaseLost, Leases
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.executions.waits import SHORT
from runtime.journal.journal import Journal, JournalRefused

log = structlog.get_logger(__name__)
CRASHED = HookyardError("Something went wrong on our side. See the server log.", code="internal_error")


class Taken(NamedTuple):
    """An execution that stands as running under `epoch`."""

    execution_id: str
    tenant_id: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Carrier:
    """Of one event loop. `again` is called when something was queued again."""

    journal: Journal
    runner: Runner
    leases: Leases
    again: Callable[[], None]

    async def see_through(self, taken: Taken, work: Callable[[], Awaitable[Run]]) -> None:
        """Runs what `work` makes of it; a failure ends this execution, or leaves it to be taken up again, and nothing else."""
        try:
            await self.carry_through(await work(), epoch=taken.epoch)
        except LeaseLost:  # somebody cancelled it, or runs it by now
            log.warning("execution.left", execution=taken.execution_id, reason="LeaseLost")
        except (JournalRefused, OperationalError, InterfaceError) as error:
            log.warning("execution.left", execution=taken.execution_id, reason=type(error).__name__)
            await self._queue_again(taken)
        except HookyardError as problem:
            await self._give_up(taken, problem)
        except Exception:
            log.exception("execution.crashed", execution=taken.execution_id)
            await self._give_up(taken, CRASHED)

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

    async def _queue_again(self, taken: Taken) -> None:
        """As soon as the database takes it; when it never does, its lease runs out."""
        again = records.queue_again(taken.execution_id, epoch=taken.epoch)
        with suppress(JournalRefused):
            await insist(lambda: self.journal.call(again))
            self.again()

    async def _give_up(self, taken: Taken, problem: HookyardError) -> None:
        now = datetime.now(UTC)
        try:
            await self.journal.write(records.failed(*taken, code=problem.code, message=problem.message, now=now))
        except JournalRefused:
            log.warning("execution.left", execution=taken.execution_id, reason="JournalRefused")
