"""What an instance listens for follows its version, its config and whether it is paused.

For: the rows of `EventSubscription` as wanted, inside the transaction that changes the instance.
Not here: making it so at the service (`carrying_out`), what a definition asks for (`asking`), URIs of global webhooks
(`webhooks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runtime.engine.definition import Definition
from runtime.instances.models import Instance
from runtime.listening import webhooks
from runtime.listening.asking import Asked, asked_by
from runtime.listening.models import EventSubscription

Status = EventSubscription.Status


def settle(
    instance: Instance, definition: Definition, about: Mapping[str, Any], config: Mapping[str, Any], now: datetime
) -> None:
    """What is asked for as before keeps its registration: an upgrade asks no service for anything."""
    asked = {one.fingerprint: one for one in asked_by(definition, config)}
    webhooks.ensure_for(instance.integration, definition)
    rows = EventSubscription.of(instance.tenant_id).filter(instance_id=instance.pk)
    standing = {row.fingerprint: row for row in rows.select_for_update()}
    for fingerprint, one in asked.items():
        row = standing.pop(fingerprint, None) or EventSubscription(
            tenant_id=instance.tenant_id, instance_id=instance.pk, fingerprint=fingerprint, wanted=False
        )
        _ask(row, one, instance, about, now)
    for row in standing.values():
        row.listeners = []
        _turn(row, False, now)
        row.save(update_fields=["listeners", "wanted", "due_at", "problem", "failures"])


def _ask(row: EventSubscription, one: Asked, instance: Instance, about: Mapping[str, Any], now: datetime) -> None:
    fresh = row._state.adding
    row.integration_id, row.customer_id = instance.integration_id, instance.customer_id
    row.connector, row.event, row.connection_id = one.connector, one.event, one.connection_id
    row.parameters, row.listeners, row.about = dict(one.parameters), one.listeners, dict(about)
    if one.problem:
        row.wanted, row.status, row.due_at = instance.enabled, Status.FAILING, None
        row.problem = {**one.problem, "since": now.isoformat()}
    else:
        _turn(row, instance.enabled, now)
    if fresh:
        row.status = row.status if one.problem else Status.SETTING_UP if row.wanted else Status.OFF
        row.save(force_insert=True)
        return
    columns = ["integration_id", "customer_id", "listeners", "about", "wanted", "status", "due_at", "problem", "failures"]
    row.save(update_fields=columns)


def _turn(row: EventSubscription, wanted: bool, now: datetime) -> None:
    if row.wanted != wanted:
        row.wanted, row.problem, row.failures = wanted, None, 0
        row.status = Status.SETTING_UP if wanted else row.status
        row.due_at = now
    elif not wanted:
        row.due_at = now  # perhaps nothing is left of it but the row


def leave(instance: Instance, now: datetime) -> None:
    """Before the instance is deleted: nothing of it may be left at a service. The rows go when that is done."""
    rows = EventSubscription.of(instance.tenant_id).filter(instance_id=instance.pk)
    rows.filter(wanted=True).update(wanted=False, problem=None, failures=0)
    rows.update(listeners=[], due_at=now)


def leave_all(tenant_id: str, now: datetime) -> None:
    """Before a tenant goes; doing it again catches what was asked for meanwhile."""
    gone: dict[str, Any] = {"wanted": False, "problem": None, "failures": 0, "listeners": [], "due_at": now}
    EventSubscription.of(tenant_id).filter(wanted=True).update(**gone)


def reconsider(tenant_id: str, now: datetime, **which: Any) -> int:
    """Looked after at once: a connection was made good, a parameter changed, or somebody asks."""
    rows = EventSubscription.of(tenant_id).filter(**which).exclude(status=Status.OFF, wanted=False)
    return rows.update(due_at=now, failures=0)


def is_leaving(tenant_id: str, **which: Any) -> bool:
    """Whether something of it is still to be taken away at a service."""
    return EventSubscription.of(tenant_id).filter(wanted=False, due_at__isnull=False, **which).exists()
