"""What the product's pages may ask of the running runtime.

For: plain functions for Django's threads: test, replay, cancel, resume. Each finds the process's loops by `wiring`.
Not here: permissions and shapes (`designer`), what the words mean (`bench`, `reception`), re-running (`reruns`).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from runtime import replaying, wiring
from runtime.audience import EXECUTIONS, REQUESTS, News, announce, watched_as_test
from runtime.bench.proving import prove
from runtime.bench.trials import Trial
from runtime.bench.turns import turn
from runtime.bench.who import Question, answer_of, url_for, walk
from runtime.connectors.steps import components_for
from runtime.deeds import done
from runtime.engine.definition import read_definition
from runtime.engine.errors import NotAllowed
from runtime.executions import steering
from runtime.identifiers import new_id
from runtime.ingress import settling
from runtime.instances.models import Integration
from runtime.journal.models import Execution, Request
from runtime.routing import loading
from runtime.routing.models import Endpoint
from runtime.routing.plans import EndpointPlan, compile_release
from runtime.routing.road import RouteStopped
from runtime.tenancy.models import Tenant

LONGEST_TEST = 60.0  # seconds


def check_code(tenant_id: str, source: str) -> dict[str, Any] | None:
    """The first syntax error of a code step, or None: {message, line, column}."""
    process = wiring.process()
    return process.bench.call(process.tests.check_code(tenant_id, source))


def test_flow(
    tenant: Tenant,
    integration: Integration,
    definition: dict[str, Any],
    flow_key: str,
    trial: Trial,
    *,
    limit: float = LONGEST_TEST,
) -> dict[str, Any]:
    """A TestRun of one flow or a part of it. Raises NotAllowed `test_too_slow` (past `limit`), and as `Bench.test_flow`."""
    plan = _draft_plan(tenant, integration, definition)
    return on_bench(tenant, lambda process: process.tests.test_flow(plan, flow_key, trial), limit=limit, live=trial.live)


def test_endpoint(
    tenant: Tenant,
    integration: Integration,
    definition: dict[str, Any],
    trial: Trial,
    *,
    run_target: bool,
    flow_pins: dict[str, Any],
    limit: float = LONGEST_TEST,
) -> dict[str, Any]:
    """A TestRun of this definition's endpoint. Raises NotAllowed `test_too_slow`, and as `Bench.test_endpoint`."""
    plan = _draft_plan(tenant, integration, definition)

    def work(process: wiring.Process) -> Coroutine[Any, Any, dict[str, Any]]:
        return process.tests.test_endpoint(plan, trial, run_target=run_target, flow_pins=flow_pins)

    return on_bench(tenant, work, limit=limit, live=trial.live)


def who(integration: Integration, question: Question) -> dict[str, Any]:
    """Who would get this now: {stages, match, stopped, url, version}. Raises NotAllowed as `url_for` does, `test_too_slow`."""
    try:
        endpoint = url_for(integration, question)
    except RouteStopped as stopped:
        return answer_of(stopped)

    async def ask(process: wiring.Process) -> dict[str, Any]:
        plan = await process.book.endpoint(endpoint.token)
        if plan is None:
            raise NotAllowed("Its URL answers nobody any more.", code="endpoint_not_found")
        return await walk(process.tests, plan, question)

    return on_bench(integration.tenant, ask)


def replay(tenant: Tenant, request_id: str, *, again: bool = False) -> dict[str, Any]:
    """Walks a kept request's road again, as things stand now: {requestId, executionId, status, code}.

    One of the inbox is settled by it, whatever comes of it: where it stops again, the replay waits there in its place.
    `again`: also when it was replayed or dismissed before. Raises NotAllowed `not_found`, `not_replayable`, `request_resolved`.
    """
    kept = Request.of(tenant).filter(pk=request_id).first()
    if kept is None:
        raise NotAllowed("There is no such request.", code="not_found")
    replaying.require_replayable(kept)
    process = wiring.process()
    plan = process.bench.call(replaying.plan_of(process.book, kept))
    now, fresh_id = datetime.now(UTC), new_id()
    claimed = settling.claim(tenant.pk, kept.pk, now)
    if not claimed and not again and kept.status == Request.Status.UNROUTED:
        raise NotAllowed("It was replayed or dismissed meanwhile. Load the page again to see.", code="request_resolved")
    done("request.replayed", kept, f"{kept.method} request of {kept.received_at:%Y-%m-%d %H:%M:%S}")
    try:
        process.bench.call(replaying.walk(process.bench_lane.reception, plan, kept, fresh_id), timeout=LONGEST_TEST)
    finally:
        fresh = Request.of(tenant).filter(pk=fresh_id).first()
        if claimed and (fresh is None or fresh.status == Request.Status.REFUSED):
            settling.let_go(tenant.pk, kept.pk, now)
        elif claimed:
            _tell_resolved(tenant, kept)
    if fresh is None:
        raise NotAllowed("The request was deleted meanwhile.", code="not_found")
    wake()
    return {"requestId": fresh.pk, "executionId": fresh.execution_id or None, "status": fresh.status, "code": fresh.code}


def send_test(tenant: Tenant, endpoint: Endpoint, sample: dict[str, Any]) -> dict[str, Any]:
    """A signed test event to a customer's URL; no flow runs. Raises NotAllowed `test_not_possible`, `test_too_slow`."""
    process = wiring.process()
    plan = process.bench.call(process.book.endpoint(endpoint.token))
    if plan is None:
        raise NotAllowed("This URL answers nobody any more.", code="test_not_possible")
    return on_bench(tenant, lambda process: prove(process.tests, process.journal, plan, sample))


def dismiss(tenant: Tenant, request_id: str) -> bool:
    """Takes a request out of the unrouted inbox; False when it does not wait there. It stays in the list."""
    row = Request.of(tenant).filter(pk=request_id).only("status").first()
    dismissed = row is not None and settling.dismiss(tenant.pk, request_id, datetime.now(UTC))
    if row is not None and dismissed:
        _tell_resolved(tenant, row)
    return dismissed


def _tell_resolved(tenant: Tenant, row: Request) -> None:
    news = News(tenant.pk, REQUESTS, row.pk, row.status)
    transaction.on_commit(lambda: announce(wiring.process().audience, news))


def cancel(tenant: Tenant, execution_id: str) -> bool:
    """True when it had not ended. A run under way is stopped; what its current step has begun outside cannot be taken back."""
    if not steering.cancel(tenant.pk, execution_id):
        return False
    process = wiring.process()
    process.leases.stop(execution_id)
    transaction.on_commit(lambda: announce(process.audience, News(tenant.pk, EXECUTIONS, execution_id, "cancelled")))
    return True


def run_now(tenant: Tenant, execution_id: str) -> bool:
    """What an execution waits for, be it sleep or another try, is over now. False when it does not wait."""
    over = steering.run_now(tenant.pk, execution_id)
    if over:
        transaction.on_commit(wake)
    return over


def resume_held(tenant: Tenant, instance_id: str, run: bool) -> int:
    """What arrived while an instance was paused runs now, or is discarded; returns how many."""
    held = Execution.of(tenant).filter(instance_id=instance_id, status="held")
    now = datetime.now(UTC)
    ids = list(held.values_list("pk", flat=True)) if wiring.process().audience.topics else []
    count = held.update(status="queued", due_at=now) if run else held.update(status="cancelled", finished_at=now)

    def tell() -> None:
        for execution_id in ids:
            announce(wiring.process().audience, News(tenant.pk, EXECUTIONS, execution_id, "queued" if run else "cancelled"))
        wake()

    transaction.on_commit(tell)
    return count


def wake() -> None:
    """Something was queued: look now instead of in a second."""
    process = wiring.process()
    process.wake_live()
    process.wake_bench()


def _draft_plan(tenant: Tenant, integration: Integration, definition: dict[str, Any]) -> EndpointPlan:
    return loading.plan_draft(
        tenant, integration, compile_release(read_definition(definition), components_for(tenant.pk, definition))
    )


def on_bench(
    tenant: Tenant,
    work: Callable[[wiring.Process], Coroutine[Any, Any, dict[str, Any]]],
    *,
    limit: float = LONGEST_TEST,
    live: str = "",
) -> dict[str, Any]:
    """Raises NotAllowed `bench_busy`, `test_too_slow`."""
    process = wiring.process()

    async def watched() -> dict[str, Any]:
        with watched_as_test(live):
            return await work(process)

    try:
        with turn(tenant.pk):
            return process.bench.call(watched(), timeout=limit)
    except TimeoutError:
        raise NotAllowed(f"The test took over {limit:.0f} seconds and was stopped.", code="test_too_slow") from None
