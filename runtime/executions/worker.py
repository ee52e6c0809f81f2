"""Claims executions that are due and runs them.

For: one worker on one event loop: claim a batch, run it concurrently, write the ends; keep leases, take back
what the dead left.
Not here: what a run does (`runner`), the SQL of a claim (`records`).

The table is the truth. `wake` only saves the wait until the next look, so a lost wake-up costs a second and never an execution.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import DatabaseError

from runtime.executions import loading, records
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.journal.journal import Journal, JournalRefused
from runtime.routing.book import RouteBook, in_thread
from runtime.routing.inbound import trigger_results

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 64
LOOK_EVERY = 1.0  # seconds, when nobody wakes us
TEND_EVERY = 15.0  # seconds between lease extensions; a lease lasts four of them


@dataclass(slots=True)
class Worker:
    """`drafts` says whose executions it takes: those of the designer's tests, or the live ones; never both."""

    name: str
    drafts: bool
    journal: Journal
    book: RouteBook
    runner: Runner
    wake: asyncio.Event

    async def serve(self) -> None:
        """Until cancelled. A failure of the database is waited out, one of an execution ends that one, any other is told."""
        while True:
            try:
                await self._work()
            except Exception:
                log.exception("worker.crashed", worker=self.name)
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        slots = asyncio.Semaphore(MOST_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tend())
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
            ids = await self.journal.call(records.claim(owner=self.name, drafts=self.drafts, most=most, now=datetime.now(UTC)))
            return await in_thread(lambda: loading.load_claimed(ids)) if ids else []
        except (JournalRefused, DatabaseError):
            return []  # what was claimed and not read comes back when its lease runs out

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(TEND_EVERY)
            now = datetime.now(UTC)
            try:
                await self.journal.call(records.extend_leases(self.name, now))
                await self.journal.call(records.take_back(now))
            except JournalRefused:
                continue

    async def _run_one(self, work: loading.Claimed, slots: asyncio.Semaphore) -> None:
        execution = work.execution
        try:
            run = await self._prepare(work)
            await (self._give_up(execution) if run is None else self.carry_through(run, epoch=execution.epoch))
        except JournalRefused:
            log.warning("execution.not_stored", execution=execution.pk)  # the lease runs out and it runs again
        except Exception:
            log.exception("execution.crashed", execution=execution.pk)
            await self._give_up(execution, code="internal_error", message="Something went wrong on our side. See the server log.")
        finally:
            slots.release()

    async def carry_through(self, run: Run, *, epoch: int) -> Ended:
        """Runs an execution that stands as running under `epoch`, and stores its end."""
        kept = 0

        async def keep(steps: list[StepRun]) -> None:
            nonlocal kept
            await self.journal.write(*records.steps(run, steps, first=len(run.recorded) + kept + 1))
            kept += len(steps)

        ended = await self.runner.run(run, keep=keep)
        await self.journal.write(*records.finished(run, ended, now=datetime.now(UTC), epoch=epoch, kept=kept))
        return ended

    async def _prepare(self, work: loading.Claimed) -> Run | None:
        """None when the flow is gone: its instance or draft was deleted, or the flow left the draft."""
        row = work.execution
        if row.version_id:
            instance = await self.book.instance_by_id(row.tenant_id, row.instance_id)
            release = await self.book.release(row.tenant_id, row.version_id)
        else:
            instance = await self.book.stand_in(row.tenant_id, row.integration_id)
            release = instance.release if instance else None
        plan = release.flows.get(row.flow_key) if release else None
        if instance is None or release is None or plan is None:
            return None
        instance = instance.pinned_to(release)
        integration: dict[str, Any] = {
            "id": row.integration_id,
            "name": release.definition.name,
            "versionSequenceId": release.number,
        }
        run = Run(
            execution_id=row.pk,
            tenant_id=row.tenant_id,
            integration=integration,
            instance=instance,
            plan=plan,
            trigger_step=row.trigger_step,
            trigger_results=row.trigger,
            recorded=work.recorded,
        )
        return run if row.trigger is not None or work.request is None else with_request(run, work)

    async def _give_up(
        self, execution: Any, *, code: str = "flow_gone", message: str = "The instance or flow this was for no longer exists."
    ) -> None:
        from_table = {"status": "failed", "error": {"code": code, "message": message}, "finished_at": datetime.now(UTC)}
        where = {"id": execution.pk, "epoch": execution.epoch, "status": "running"}
        try:
            await self.journal.write(records.tables.executions().update(from_table, where=where))
        except JournalRefused:
            log.warning("execution.not_stored", execution=execution.pk)


def with_request(run: Run, work: loading.Claimed) -> Run:
    """The same run with the trigger results of the request that started it."""
    if work.request is None:
        return run
    results = trigger_results(
        loading.results_of_request(work.request),
        execution_id=run.execution_id,
        started_at=work.execution.started_at or work.execution.queued_at,
        integration=run.integration,
        flow={"id": run.plan.flow.key, "name": run.plan.flow.name},
        customer=run.instance.customer,
        instance=run.instance.as_json(),
        webhook_urls=run.instance.webhook_urls,
    )
    return run.triggered_by(results)
