"""A claimed execution as a run: for whom, on which version, what started it, what of it had ended.

For: the worker before it runs one, and re-runs before one is stored, so that both find the same.
Not here: reading rows (`loading`), running (`runner`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runtime.engine.errors import NotAllowed
from runtime.engine.interpreter import FlowPlan
from runtime.executions import loading
from runtime.executions.loading import Claimed
from runtime.executions.runs import Run
from runtime.executions.time_limits import deadline_of
from runtime.executions.waits import read_waits
from runtime.journal.models import Execution
from runtime.routing.book import RouteBook
from runtime.routing.inbound import trigger_results
from runtime.routing.loading import config_values
from runtime.routing.plans import InstancePlan


async def prepare(book: RouteBook, work: Claimed) -> Run:
    """Raises NotAllowed `flow_gone`, `request_gone`; what a draft cannot run for."""
    row = work.execution
    if row.trigger is None and row.request_id and work.request is None:
        raise NotAllowed("The request that started this is no longer kept.", code="request_gone")
    instance, plan = await _find(book, row)
    integration: dict[str, Any] = {
        "id": row.integration_id,
        "name": instance.release.definition.name,
        "versionSequenceId": instance.release.number,
    }
    rerun, given = row.rerun or {}, row.given or {}
    run = Run(
        execution_id=row.pk,
        tenant_id=row.tenant_id,
        integration=integration,
        instance=instance,
        plan=plan,
        trigger_step=row.trigger_step,
        trigger_results=row.trigger,
        recorded=work.recorded,
        given={rerun["from"]: given.get("inputs", {})} if rerun else {},
        pins=given.get("pins", {}),
        notes={rerun["from"]: _note(row)} if rerun else {},
        waits=read_waits(row.waits),
        deadline=deadline_of(plan.flow, row.started_at or row.queued_at),
    )
    return run if row.trigger is not None or work.request is None else with_request(run, work)


async def _find(book: RouteBook, row: Execution) -> tuple[InstancePlan, FlowPlan]:
    """For whom it runs, on the version it began on, and what."""
    if row.version_id:
        instance = await book.instance_by_id(row.tenant_id, row.instance_id)
        release = await book.release(row.tenant_id, row.version_id)
        if instance is None and release and (departed := (row.given or {}).get("departed")):
            config = config_values(release.definition, departed["config"])
            instance = InstancePlan(departed["id"], True, release, departed["customer"], config)
    else:
        instance = await book.stand_in(row.tenant_id, row.integration_id)
        release = instance.release if instance else None
        if instance and row.trigger and row.trigger.get("customer"):
            instance = replace(instance, customer=row.trigger["customer"])  # whom the endpoint picked
    flow = next((flow for flow in release.definition.flows if flow.key == row.flow_key), None) if release else None
    if instance is None or release is None or flow is None:
        raise NotAllowed("The instance or flow this was for no longer exists.", code="flow_gone")
    return instance.pinned_to(release), release.plan(flow)


def _note(row: Execution) -> str:
    about = row.rerun or {}
    edited = ", ".join(
        [*about["edited"], *("payload" if step == "trigger" else f"results of {step}" for step in about["pinned"])]
    )
    how = f", {edited} edited" if edited else ""
    return f"Re-run of execution {row.replay_of} from here{how}, by {about['by']}."


def with_request(run: Run, work: Claimed) -> Run:
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
