"""From a request that was read to an answer that may leave.

For: walking the road, storing what came of it, and only then answering. Whatever is answered 2xx is on disk.
Not here: sockets and the limits before reading (`door`), when the rows of a sync run are written (`waited`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import time
from typing import Protocol

import structlog
from django.db import Error

from runtime.audience import announce
from runtime.credentials.calls import Call
from runtime.credentials.uses import Uses
from runtime.engine.errors import HookyardError, InvalidDefinition, NotAllowed
from runtime.executions import records
from runtime.executions.arrivals import Arrivals
from runtime.executions.leases import LeaseLost, Leases
from runtime.executions.runner import Runner
from runtime.executions.runs import Run
from runtime.ingress import answers, dedupe, status
from runtime.ingress.answers import Answer, Problem
from runtime.ingress.doorkeeper import Doorkeeper
from runtime.ingress.noticing import note_routed, note_stopped
from runtime.ingress.runs import make_run, static_answer
from runtime.ingress.status import StatusPage
from runtime.ingress.visits import Visit
from runtime.ingress.waited import WaitedRun, ended_within
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Execution
from runtime.journal.tables import Statement
from runtime.reading import in_thread
from runtime.routing.inbound import merged
from runtime.routing.road import Road, Routed, RouteStopped

log = structlog.get_logger(__name__)


class Hooks(Protocol):
    async def receive(self, visit: Visit, headers: Mapping[str, str], url: str) -> Answer: ...


@dataclass(slots=True)
class Reception:
    """One for each event loop that takes requests."""

    road: Road
    runner: Runner
    journal: Journal
    leases: Leases
    sync_limit: float  # seconds
    wake: Callable[[], None]
    status_page: StatusPage
    doorkeeper: Doorkeeper
    uses: Uses
    hooks: Hooks | None = None  # takes what comes to hooks of connectors
    arrivals: Arrivals | None = None  # where what arrives may pass the queue by
    _under_way: set[asyncio.Task[Answer]] = field(default_factory=set)

    async def receive(self, visit: Visit, call: Call) -> Answer:
        """Raises JournalRefused when nothing could be stored; the door then answers 503."""
        if visit.plan.hook and self.hooks:
            return await self.hooks.receive(visit, call.headers, call.url)
        now = time()
        try:
            admitted = await self.doorkeeper.admit(self.road, visit, call, now)
        except NotAllowed as refusal:
            return await self._refuse(visit, refusal)
        if isinstance(admitted, Answer):
            await self.journal.write(visit.row("handshake", admitted))
            return admitted
        if gate := admitted.gate:
            self.uses.note(gate.credential_id, now, current=admitted.by_current)
        return await self.route(visit)

    async def route(self, visit: Visit) -> Answer:
        """A verified request, or the replay of one."""
        if visit.plan.hook and self.hooks:
            return await self.hooks.receive(
                visit, merged(visit.inbound.headers), f"{visit.plan.public_url}?{visit.inbound.query}"
            )
        try:
            visit.routed = await self.road.travel(visit.plan, visit.inbound, visit.trace)
        except NotAllowed as refusal:
            return await self._refuse(visit, refusal)
        except (RouteStopped, InvalidDefinition) as stopped:  # only a draft can be broken: what is published was validated
            note_stopped(visit)
            return await self._keep_unrouted(visit, stopped)
        note_routed(visit, visit.routed)
        return await self._start(visit, visit.routed)

    async def _refuse(self, visit: Visit, refusal: NotAllowed) -> Answer:
        answer = Problem(refusal.code, refusal.message).answer(visit.inbound.request_id)
        await self.journal.write(visit.row("refused", answer))
        return answer

    async def _keep_unrouted(self, visit: Visit, stopped: HookyardError) -> Answer:
        answer = Problem(stopped.code, stopped.message).answer(visit.inbound.request_id)
        if visit.plan.accepts_unrouted:
            answer = Answer(202, b'{"status":"unrouted"}', code=stopped.code)
        await self.journal.write(visit.row("unrouted", answer))
        return answer

    async def _start(self, visit: Visit, routed: Routed) -> Answer:
        run = make_run(visit, routed)
        if not routed.instance.enabled:
            answer = answers.accepted(run.execution_id, 202, status="held")
            stored, _ = await self._store(visit, run, answer, as_="held", how="The instance is paused: held until it resumes.")
            return stored
        if routed.flow.flow.response == "sync" and not visit.unwaited:
            return await self._answer_after_run(visit, run)
        answer = static_answer(run, routed)
        if self.arrivals and self.arrivals.take(run):
            return await self._start_at_once(visit, run, answer, self.arrivals)
        stored, _ = await self._store(visit, run, answer, as_="queued", how=f"Queued as execution {run.execution_id}.")
        if not (self.arrivals and self.arrivals.are_waited_for(run)):
            self.wake()
        return stored

    async def _start_at_once(self, visit: Visit, run: Run, answer: Answer, arrivals: Arrivals) -> Answer:
        is_new = False
        try:
            how = f"Started as execution {run.execution_id}."
            stored, is_new = await self._store(visit, run, answer, as_="running", how=how)
        finally:
            if is_new:
                arrivals.start(run)
            else:
                arrivals.let_go(run)
        return stored

    async def _store(self, visit: Visit, run: Run, answer: Answer, *, as_: str, how: str) -> tuple[Answer, bool]:
        """Commits the request and its execution. A repeated id gets the first answer and starts nothing: the second is False."""
        answer = answer.with_headers(("x-hookyard-execution", run.execution_id))
        now, more = datetime.now(UTC), {"request_id": visit.inbound.request_id, **visit.keeps(run)}
        execution = (
            records.running(run, now=now, owner=self.leases.owner, **more)
            if as_ == "running"
            else records.queued(run, now=now, status=as_, **more)
        )
        rows = [visit.row("accepted", answer, execution_id=run.execution_id, store=how), execution]
        key = dedupe.key_of(visit.plan, run)
        if key is None:
            await self.journal.write(*rows)
            return answer, True
        first = await self._once(visit, run, key, answer, rows)
        return (answer, True) if first is None else (first, False)

    async def _once(self, visit: Visit, run: Run, key: dedupe.Key, answer: Answer | None, rows: list[Statement]) -> Answer | None:
        """Stores `rows` and returns None, or returns the first answer when this id was seen before."""
        plan, request_id = visit.plan, visit.inbound.request_id
        entry = dedupe.Entry(key, plan.tenant_id, plan.endpoint_id, request_id, run.execution_id, answer)
        first: Answer | None = await self.journal.call(
            dedupe.accept_once(
                entry,
                body=visit.inbound.body,
                fresh=rows,
                repeated=lambda answer, earlier: [visit.repeated(answer, earlier.request_id, differs=earlier.differs)],
                look=lambda execution_id: self._first_answer(run.tenant_id, execution_id),
                anyway=bool(visit.replay_of),
            )
        )
        for news in [row.news for row in rows] if first is None else [visit.news("duplicate")]:
            if news:
                announce(self.runner.audience, news)
        return first

    def _first_answer(self, tenant_id: str, execution_id: str) -> Answer | None:
        """What a sender that repeats an id is told while the ledger holds no answer. Runs on the journal's thread."""
        row = Execution.of(tenant_id).filter(pk=execution_id).first()
        if row is None:
            return None
        over = row.status in status.OVER
        return status.outcome(row) if over else self.status_page.still_running(tenant_id, execution_id)

    async def _answer_after_run(self, visit: Visit, run: Run) -> Answer:
        visit.waited = True
        waited = WaitedRun(
            visit,
            run,
            runner=self.runner,
            journal=self.journal,
            leases=self.leases,
            status_page=self.status_page,
            patience=self.sync_limit,
        )
        if key := dedupe.key_of(visit.plan, run):
            if first := await self._once(visit, run, key, None, waited.opening()):
                return first
            waited.opened_under(key)
        elif run.plan.has_effects:
            await waited.open()
        task = asyncio.create_task(waited.carry_through())
        self._under_way.add(task)
        task.add_done_callback(self._note_end)
        if not await ended_within(task, self.sync_limit):
            await waited.open()
        if not task.done():
            return self.status_page.still_running(run.tenant_id, run.execution_id)
        if task.cancelled() or isinstance(task.exception(), LeaseLost):
            return await self._as_it_stands(waited)
        return task.result()

    async def _as_it_stands(self, waited: WaitedRun) -> Answer:
        """Its run stopped here: somebody cancelled it, or another process took it up after the database was away, and goes on.

        Raises JournalRefused when nothing of it stands; then its sender comes again.
        """
        if not waited.opened:
            raise JournalRefused("the run stopped before anything of it was stored")
        tenant_id, execution_id = waited.run.tenant_id, waited.run.execution_id
        with suppress(Error):
            row = await in_thread(lambda: Execution.of(tenant_id).filter(pk=execution_id).first())
            if row is not None:
                return self.status_page.state(row, waited.visit.inbound.request_id)
        return self.status_page.still_running(tenant_id, execution_id)

    def _note_end(self, task: asyncio.Task[Answer]) -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            expected = isinstance(error, JournalRefused | LeaseLost)
            log.warning("execution.left", reason=type(error).__name__, exc_info=None if expected else error)

    async def close(self) -> None:
        """Stops the runs that senders still wait for. What was stored of them is taken up again by a worker."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
