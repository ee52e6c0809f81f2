"""A run whose sender waits for it.

For: sync flows. The rows of a run are written once at its end, with one commit, or before, when something makes it necessary:
an effect, an id that may come again, a sender that cannot wait longer.
Not here: async flows (`reception`), where a sender looks later (`status`).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from runtime.executions import records
from runtime.executions.insisting import insist, insist_in_hand
from runtime.executions.leases import LeaseLost, Leases
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.ingress import dedupe
from runtime.ingress.answers import Answer
from runtime.ingress.runs import sync_answer
from runtime.ingress.status import StatusPage
from runtime.ingress.visits import Visit
from runtime.journal.journal import Journal
from runtime.journal.tables import Statement

OPENED_AS = Answer(202, b"")  # until the real answer is known


class WaitedRun:
    """`opened`: its rows stand in the journal, as accepted and running under our lease."""

    def __init__(
        self,
        visit: Visit,
        run: Run,
        *,
        runner: Runner,
        journal: Journal,
        leases: Leases,
        status_page: StatusPage,
        patience: float,
    ) -> None:
        self.visit, self.run = visit, run
        self.runner, self.journal, self.leases = runner, journal, leases
        self.status_page, self.patience = status_page, patience
        self.begun = datetime.now(UTC)
        self.key: dedupe.Key | None = None
        self.opened = False
        self._kept = 0
        self._lock = asyncio.Lock()

    def opening(self) -> list[Statement]:
        """The rows that open it."""
        execution = records.running(
            self.run,
            now=self.begun,
            owner=self.leases.owner,
            request_id=self.visit.inbound.request_id,
            **self.visit.keeps(self.run),
        )
        return [self._request(OPENED_AS), execution]

    def opened_under(self, key: dedupe.Key) -> None:
        """The ledger has its id, and its rows were written in the same commit."""
        self.key, self.opened = key, True

    async def open(self) -> None:
        if self.opened:
            return  # without waiting for a write of its end that is tried again
        async with self._lock:
            if not self.opened:
                await self.journal.write(*self.opening())
                self.opened = True

    async def carry_through(self) -> Answer:
        """Raises LeaseLost when it was cancelled, JournalRefused when its end could not be stored."""
        with self.leases.hold(self.run.execution_id):
            ended = await self.runner.run(self.run, keep=self._keep, patience=self.patience)
        if ended.waits:
            await self.open()
        answer = self.answer_of(ended)
        async with self._lock:
            await self._write(self._ending(ended, answer))
            self.opened = True  # whoever waits to open it comes too late
        return answer

    async def _write(self, ending: list[Statement]) -> None:
        """A run of which nothing stands did nothing outside either: its sender is told at once to come again."""
        if self.opened:
            await insist_in_hand(lambda: self.journal.write(*ending), self.leases, self.run.execution_id)
        else:
            await self.journal.write(*ending)

    def answer_of(self, ended: Ended) -> Answer:
        if ended.waits and ended.response is None:
            return self.status_page.still_running(self.run.tenant_id, self.run.execution_id, "waiting")
        return sync_answer(ended, self.run.execution_id, self.visit.inbound.request_id)

    async def _keep(self, steps: list[StepRun]) -> None:
        await self.open()
        procedure = records.keep(self.run, steps, epoch=1, first=self._kept + 1)
        if not await insist(lambda: self.journal.call(procedure)):
            raise LeaseLost
        self._kept += len(steps)

    def _ending(self, ended: Ended, answer: Answer) -> list[Statement]:
        now, request_id = datetime.now(UTC), self.visit.inbound.request_id
        if not self.opened:
            more: dict[str, Any] = {"started_at": self.begun, "request_id": request_id, **self.visit.keeps(self.run)}
            return [self._request(answer), *records.complete(self.run, ended, now=now, **more)]
        writes = [self.visit.answered_later(answer), *records.finished(self.run, ended, now=now, epoch=1, kept=self._kept)]
        return [*writes, *self._ledger(ended, answer)]

    def _ledger(self, ended: Ended, answer: Answer) -> list[Statement]:
        if self.key is None:
            return []
        if ended.waits and ended.response is None:
            return []  # the ledger's entry tells how the execution stands
        failed = ended.error is not None and ended.response is None
        return [dedupe.forget(self.key) if failed else dedupe.remember(self.key, self.run.execution_id, answer)]

    def _request(self, answer: Answer) -> Statement:
        execution_id = self.run.execution_id
        return self.visit.row("accepted", answer, execution_id=execution_id, store=f"Execution {execution_id}.")


async def ended_within(task: asyncio.Task[Any], seconds: float) -> bool:
    """Whether it ended in that time; if not, it goes on."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()

    def end(_: object) -> None:
        if not over.done():
            over.set_result(None)

    timer = loop.call_later(seconds, end, None)
    task.add_done_callback(end)
    try:
        await over
    finally:
        timer.cancel()
        task.remove_done_callback(end)
    return task.done()
