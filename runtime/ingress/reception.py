"""From a request that was read to an answer that may leave.

For: walking the road, storing what came of it, and only then answering. Whatever is answered 2xx is on disk.
Not here: sockets and the limits before reading (`door`), what a run does (`runtime.executions`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import time
from typing import Any

from runtime.engine.errors import NotAllowed
from runtime.engine.inputs import resolve_inputs
from runtime.executions import records
from runtime.executions.runner import Runner
from runtime.executions.runs import Ended, Run, StepRun
from runtime.identifiers import new_id
from runtime.ingress import answers, dedupe
from runtime.ingress.answers import Answer, Problem
from runtime.ingress.visits import Visit
from runtime.journal.journal import Journal
from runtime.routing.inbound import trigger_results
from runtime.routing.road import Road, Routed, RouteStopped


@dataclass(slots=True)
class Reception:
    """One for each event loop that takes requests. `owner` is the lease under which runs of this loop stand."""

    road: Road
    runner: Runner
    journal: Journal
    owner: str
    sync_limit: float
    wake: Callable[[], None]
    status_url: Callable[[str, str], str]  # tenant id, execution id
    _behind: set[asyncio.Task[tuple[Ended, Answer]]] = field(default_factory=set)

    async def receive(self, visit: Visit, headers_as_sent: Mapping[str, str]) -> Answer:
        """Raises JournalRefused when nothing could be stored; the door then answers 503."""
        try:
            self.road.verify(visit.plan, headers_as_sent, visit.inbound.body, visit.trace, time())
        except NotAllowed as refusal:
            return await self._refuse(visit, refusal)
        return await self.route(visit)

    async def route(self, visit: Visit) -> Answer:
        """A verified request, or the replay of one."""
        try:
            visit.routed = await self.road.travel(visit.plan, visit.inbound, visit.trace)
        except NotAllowed as refusal:
            return await self._refuse(visit, refusal)
        except RouteStopped as stopped:
            return await self._keep_unrouted(visit, stopped)
        return await self._start(visit, visit.routed)

    async def _refuse(self, visit: Visit, refusal: NotAllowed) -> Answer:
        answer = Problem(refusal.code, refusal.message).answer(visit.inbound.request_id)
        await self.journal.write(visit.row("refused", answer))
        return answer

    async def _keep_unrouted(self, visit: Visit, stopped: RouteStopped) -> Answer:
        answer = Problem(stopped.code, stopped.message).answer(visit.inbound.request_id)
        if visit.plan.accepts_unrouted:
            answer = Answer(202, b'{"status":"unrouted"}', code=stopped.code)
        await self.journal.write(visit.row("unrouted", answer))
        return answer

    async def _start(self, visit: Visit, routed: Routed) -> Answer:
        run = make_run(visit, routed)
        if not routed.instance.enabled:
            answer = answers.accepted(run.execution_id, 202, status="held")
            visit.trace.note("store", "The instance is paused: held until it resumes.")
            return await self._store(visit, run, answer, status="held")
        if routed.flow.flow.response == "sync":
            return await self._answer_after_run(visit, run)
        visit.trace.note("store", f"Queued as execution {run.execution_id}.")
        stored = await self._store(visit, run, static_answer(run, routed), status="queued")
        self.wake()
        return stored

    async def _store(self, visit: Visit, run: Run, answer: Answer, *, status: str) -> Answer:
        """Commits the request and its execution; a repeated id gets the first answer and starts nothing."""
        answer = answer.with_headers(("x-hookyard-execution", run.execution_id))
        execution = records.queued(run, now=datetime.now(UTC), status=status, request_id=visit.inbound.request_id)
        key = dedupe.key_of(visit.plan, run)
        if key is None:
            await self.journal.write(visit.row("accepted", answer, execution_id=run.execution_id), execution)
            return answer
        return await self._once(visit, run, key, answer, execution) or answer

    async def _once(self, visit: Visit, run: Run, key: dedupe.Key, answer: Answer | None, execution: Any) -> Answer | None:
        """The first answer when this id was seen before. `answer` is None while it is not known yet."""
        pending = answer or Answer(200, b"")
        first = await self.journal.call(
            dedupe.accept_once(
                key,
                tenant_id=visit.plan.tenant_id,
                endpoint_id=visit.plan.endpoint_id,
                request_id=visit.inbound.request_id,
                execution_id=run.execution_id,
                answer=answer,
                fresh=lambda: [visit.row("accepted", pending, execution_id=run.execution_id), execution],
                repeated=lambda earlier: [visit.row("duplicate", earlier)],
                unfinished=lambda execution_id: self._still_running(run.tenant_id, execution_id),
            )
        )
        return first

    async def _answer_after_run(self, visit: Visit, run: Run) -> Answer:
        opening = _Opening(self, visit, run)
        key = dedupe.key_of(visit.plan, run)
        if key and (first := await opening.once(key)):
            return first
        if run.plan.has_effects:
            await opening.open()
        task = asyncio.create_task(opening.carry_through())
        done, _ = await asyncio.wait({task}, timeout=self.sync_limit)
        if done:
            return task.result()[1]
        await opening.open()
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        return self._still_running(run.tenant_id, run.execution_id)

    def _still_running(self, tenant_id: str, execution_id: str) -> Answer:
        url = self.status_url(tenant_id, execution_id)
        answer = answers.accepted(execution_id, 202, status="running", statusUrl=url)
        return answer.with_headers(("location", url), ("x-hookyard-execution", execution_id))


class _Opening:
    """A run whose caller waits. Its rows are written once at the end, or before, when something makes it necessary."""

    def __init__(self, reception: Reception, visit: Visit, run: Run) -> None:
        self.reception, self.visit, self.run = reception, visit, run
        self.begun = datetime.now(UTC)
        self.opened = False
        self.kept = 0
        self.key: dedupe.Key | None = None
        self.lock = asyncio.Lock()

    async def once(self, key: dedupe.Key) -> Answer | None:
        """Reserves the id. Returns the first answer if somebody was here before."""
        self.visit.trace.note("store", f"Execution {self.run.execution_id}.")
        first = await self.reception._once(self.visit, self.run, key, None, self._running())
        self.key, self.opened = key, first is None
        return first

    async def open(self) -> None:
        async with self.lock:
            if not self.opened:
                self.visit.trace.note("store", f"Execution {self.run.execution_id}.")
                row = self.visit.row("accepted", Answer(202, b""), execution_id=self.run.execution_id)
                await self.reception.journal.write(row, self._running())
                self.opened = True

    def _running(self) -> Any:
        return records.running(self.run, now=self.begun, owner=self.reception.owner, request_id=self.visit.inbound.request_id)

    async def keep(self, steps: list[StepRun]) -> None:
        await self.open()
        await self.reception.journal.write(*records.steps(self.run, steps, first=self.kept + 1))
        self.kept += len(steps)

    async def carry_through(self) -> tuple[Ended, Answer]:
        ended = await self.reception.runner.run(self.run, keep=self.keep)
        answer = sync_answer(ended, self.run.execution_id, self.visit.inbound.request_id)
        async with self.lock:
            await self.reception.journal.write(*self._ending(ended, answer))
        return ended, answer

    def _ending(self, ended: Ended, answer: Answer) -> list[Any]:
        now, request_id = datetime.now(UTC), self.visit.inbound.request_id
        if not self.opened:
            self.visit.trace.note("store", f"Execution {self.run.execution_id}.")
            row = self.visit.row("accepted", answer, execution_id=self.run.execution_id)
            return [row, *records.complete(self.run, ended, now=now, started_at=self.begun, request_id=request_id)]
        update = records.tables.requests().update({"answer_status": answer.status, "code": answer.code}, where={"id": request_id})
        writes = [update, *records.finished(self.run, ended, now=now, epoch=1, kept=self.kept)]
        return [*writes, dedupe.remember(self.key, answer)] if self.key else writes


def make_run(visit: Visit, routed: Routed) -> Run:
    execution_id = new_id()
    instance, flow = routed.instance, routed.flow.flow
    integration = {**visit.plan.integration, "versionSequenceId": instance.release.number}
    results = trigger_results(
        routed.request,
        execution_id=execution_id,
        started_at=visit.inbound.received_at,
        integration=integration,
        flow={"id": flow.key, "name": flow.name},
        customer=instance.customer,
        instance=instance.as_json(),
        webhook_urls=instance.webhook_urls,
    )
    return Run(execution_id, visit.plan.tenant_id, integration, instance, routed.flow, routed.trigger_step, results)


def static_answer(run: Run, routed: Routed) -> Answer:
    """The Webhook step's own static response, which may quote the request, or the execution's id."""
    step = next(step for step in routed.flow.flow.steps if step.id == routed.trigger_step)
    if "response" not in step.inputs:
        return answers.accepted(run.execution_id)
    fired = {"results": run.trigger_results}
    scope = {"trigger": fired, "integrationTrigger": fired, step.id: fired}
    response = resolve_inputs({"response": step.inputs["response"]}, scope).values["response"]
    return answers.custom(response) if isinstance(response, Mapping) else answers.accepted(run.execution_id)


def sync_answer(ended: Ended, execution_id: str, request_id: str) -> Answer:
    """What a Respond step gave, else the flow's result; a failed flow tells its code, not its data."""
    if ended.response is not None:
        answer = answers.custom(ended.response)
    elif ended.error is not None:
        detail = f"The flow failed ({ended.error.get('code')}). Execution {execution_id} has the details."
        answer = Problem("flow_failed", detail).answer(request_id)
    else:
        answer = answers.custom(None, fallback=ended.result)
    return answer.with_headers(("x-hookyard-execution", execution_id))
