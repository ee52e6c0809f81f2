"""Who waits for an event.

For: subscriptions by selector or by hook, what is near a selector that nobody waits for, and the runs of their flows.
Not here: what made the event (`arriving`, `polling`), storing runs (`accepting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime.engine.errors import HookyardError
from runtime.executions.runs import Run
from runtime.executions.time_limits import deadline_of
from runtime.identifiers import new_id
from runtime.listening.ledger import LIVE
from runtime.listening.models import EventSubscription, RegisteredHook
from runtime.listening.plans import HookPlan
from runtime.listening.selectors import Waiting, nearest
from runtime.routing.book import RouteBook

MOST_COMPARED = 2_000
Kind = EventSubscription.Kind


@dataclass(frozen=True, slots=True)
class Target:
    """A run of one flow that waits for an event."""

    subscription: EventSubscription
    run: Run

    def as_json(self) -> dict[str, Any]:
        customer = self.run.instance.customer or {}
        return {
            "customer": {"externalId": customer.get("externalId"), "name": customer.get("name")},
            "instance": self.run.instance.as_json(),
            "flow": {"key": self.run.plan.flow.key, "name": self.run.plan.flow.name},
            "event": self.subscription.event,
            "executionId": self.run.execution_id,
        }


def by_selector(hook: HookPlan, selector: str) -> list[EventSubscription]:
    rows = EventSubscription.of(hook.tenant_id).filter(integration_id=hook.integration_id, connector=hook.connector)
    found = rows.filter(webhook_key=hook.key, selector=selector, kind=Kind.GLOBAL, wanted=True)
    return [row for row in found.order_by("pk") if row.selector == selector]  # some databases compare without case


def near(hook: HookPlan, selector: str) -> list[Waiting]:
    rows = EventSubscription.of(hook.tenant_id).filter(integration_id=hook.integration_id, connector=hook.connector)
    known = rows.filter(webhook_key=hook.key, kind=Kind.GLOBAL).exclude(selector="")
    told = known.values_list("selector", "about", "event", "wanted")[:MOST_COMPARED]
    waiting = (
        Waiting(own, str((about.get("customer") or {}).get("name") or ""), event, wanted) for own, about, event, wanted in told
    )
    return nearest(selector, waiting)


def by_hook(hook: HookPlan) -> tuple[EventSubscription, RegisteredHook] | None:
    """None when it is over: nobody waits for what comes by it any more."""
    row = RegisteredHook.of(hook.tenant_id).filter(pk=hook.id, status__in=LIVE).first()
    found = EventSubscription.of(hook.tenant_id).filter(pk=hook.subscription_id, wanted=True).first()
    return (found, row) if found and row else None


async def targets(book: RouteBook, rows: Sequence[EventSubscription], payload: Any, now: datetime) -> list[Target]:
    """A run for each step that waits, in the version that its customer is on. A flow that cannot run has none."""
    found: list[Target] = []
    for row in rows:
        instance = await book.instance_by_id(row.tenant_id, row.instance_id)
        if instance is None:
            continue
        for flow_key, step_id in _listeners(row):
            flow = instance.release.definition.flow(flow_key)
            if flow is None:
                continue
            try:
                plan = instance.release.plan(flow)
            except HookyardError:
                continue
            release, execution_id = instance.release, new_id()
            integration = {"id": row.integration_id, "name": release.definition.name, "versionSequenceId": release.number}
            results = {
                "payload": payload,
                "event": {"connector": row.connector, "key": row.event, "selector": row.selector or None},
                "executionId": execution_id,
                "customer": instance.customer,
                "instance": instance.as_json(),
                "flow": {"id": flow.key, "name": flow.name},
                "integration": integration,
                "startedAt": now.isoformat(),
            }
            deadline = deadline_of(flow, now)
            run = Run(execution_id, row.tenant_id, integration, instance, plan, step_id, results, deadline=deadline)
            found.append(Target(row, run))
    return found


def _listeners(row: EventSubscription) -> Iterator[tuple[str, str]]:
    for one in row.listeners:
        yield one["flowKey"], one["stepId"]
