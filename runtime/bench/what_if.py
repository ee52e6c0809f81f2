"""A real request once more, as if another release had been live when it came.

For: walking its road with the customer's own settings and running the flow it comes to, with nothing carried out outside and
nothing stored. Not here: which requests (`past`), what differs from then (`designer.bench`).

Its credential is not checked again: it was when it came, and what proved it was not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from runtime.bench import reports
from runtime.bench.bench import Bench, require_taken, sparing
from runtime.bench.past import Past
from runtime.bench.standing_in import StandIns
from runtime.engine.errors import HookyardError
from runtime.executions.loading import inbound_of
from runtime.ingress.runs import make_run
from runtime.ingress.visits import Visit
from runtime.instances.models import Integration
from runtime.reading import in_thread
from runtime.routing import loading
from runtime.routing.book import RouteBook
from runtime.routing.plans import Directory, InstancePlan, Release
from runtime.routing.road import Road
from runtime.storage import services as storage
from runtime.storage.scratch import Scratch


@dataclass(frozen=True, slots=True)
class AsIf:
    """The tenant's directory, in which each instance has this release already."""

    directory: Directory
    release: Release

    async def customer(self, tenant_id: str, known_as: str) -> Mapping[str, Any] | None:
        return await self.directory.customer(tenant_id, known_as)

    async def nearest(self, tenant_id: str, known_as: str) -> list[Mapping[str, Any]]:
        return await self.directory.nearest(tenant_id, known_as)

    async def instance(self, tenant_id: str, integration_id: str, customer_id: str) -> InstancePlan | None:
        return await self.moved(tenant_id, await self.directory.instance(tenant_id, integration_id, customer_id))

    async def moved(self, tenant_id: str, instance: InstancePlan | None) -> InstancePlan | None:
        if instance is None:
            return None
        config = await in_thread(partial(loading.config_as_if, tenant_id, instance.id, self.release))
        return None if config is None else replace(instance, release=self.release, config=config)


async def go_over(
    bench: Bench, book: RouteBook, integration: Integration, release: Release, past: Past, stand_in: StandIns
) -> dict[str, Any]:
    """A TestRun. It ran as no version, whatever `release` is: neither counted as live nor able to deliver anything."""
    tenant, kept = integration.tenant, past.request
    release = replace(release, version_id="")
    plan = await in_thread(partial(loading.plan_as_if, tenant, integration, release, None))
    plan = sparing(plan, stand_in)
    as_if = AsIf(book, plan.release)
    if plan.type != "shared":
        instance = await book.instance_by_id(tenant.pk, kept.instance_id) if kept.instance_id else None
        plan = replace(plan, instance=await as_if.moved(tenant.pk, instance), flow_key=kept.flow_key)
    visit = Visit(plan, inbound_of(kept))
    visit.trace.note("endpoint", f"Request {kept.pk}, gone over again.")
    # Nobody waits for what sleeps or is tried again: how long says nothing about what comes of it.
    runner, scratch = replace(bench.runner, longest_wait=0.0), Scratch(over=storage)
    road = Road(as_if, replace(bench.preprocessing, runner=runner, scratch=scratch))
    try:
        require_taken(visit)
        visit.routed = routed = await road.travel(plan, visit.inbound, visit.trace)
    except HookyardError as error:
        return reports.stopped(visit, error)
    run = replace(make_run(visit, routed), scratch=scratch, deadline=None)
    if past.execution:
        run = run.triggered_by({**run.trigger_results, "executionId": past.execution.pk})
    return reports.ran(visit, routed, run, await runner.run(run))
