"""What a tenant has at outside services is taken away while there is still something to do it with.

For: telling flows that their instances go, ending what listens and what was subscribed, and how long that is waited for.
Not here: asking the services (`runtime.listening`, `runtime.subscriptions`), taking rows away (`carrying_out`).

A service that cannot be reached keeps nobody: after `PATIENCE` the tenant goes, and the removal says what is left and where.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import structlog
from django.db import Error, transaction

from runtime.deeds import Actor, acting
from runtime.instances import following
from runtime.instances.models import Instance
from runtime.journal.models import Execution
from runtime.lanes.rules import EVENTS
from runtime.listening import keeping as listening
from runtime.listening import ledger
from runtime.removal.models import TenantRemoval
from runtime.subscriptions import keeping as subscriptions

PATIENCE = timedelta(minutes=10)
BATCH = 50  # instances whose flows are told in one look
MOST_NAMED = 20
UNDER_WAY = ("queued", "running", "waiting")
log = structlog.get_logger(__name__)


def left_at_services(tenant_id: str) -> Counter[str]:
    """How many registrations still stand, by whose they are."""
    hooks = ledger.live(tenant_id).order_by().values_list("connector", flat=True)
    asked = subscriptions.registered(tenant_id).order_by().values_list("trigger_name", flat=True)
    return Counter([*hooks, *asked])


def is_through(removal: TenantRemoval, now: datetime) -> bool:
    """Does what can be done now. True once nothing of the tenant stands outside, or it was waited for long enough."""
    if removal.left_at is not None:
        return True
    with acting(lambda: Actor(removal.asked_by, "admin")):
        told = _tell_flows(removal)
        listening.leave_all(removal.tenant_id, now)
        while subscriptions.delete_some(removal.tenant_id, None, now):
            pass
    if now < removal.asked_at + PATIENCE and (not told or _is_awaited(removal.tenant_id)):
        return False
    left = left_at_services(removal.tenant_id)
    removal.left_at, removal.hooks_left = now, left.total()
    removal.left_where = [f"{name}: {count}" for name, count in left.most_common(MOST_NAMED)]
    removal.save(update_fields=["left_at", "hooks_left", "left_where"])
    if left:
        log.warning("tenant.hooks_left", tenant=removal.tenant_id, hooks=left.total(), where=removal.left_where)
    return True


def _tell_flows(removal: TenantRemoval) -> bool:
    """Those that start when an instance is deleted, once for each; whether all were told."""
    rows = Instance.of(removal.tenant_id).filter(pk__gt=removal.after).order_by("pk")
    batch = list(rows.select_related("integration", "customer", "version")[:BATCH])
    for instance in batch:
        with transaction.atomic():
            _end(instance)
            removal.after = instance.pk
            removal.save(update_fields=["after"])
    return len(batch) < BATCH


def _end(instance: Instance) -> None:
    """A version that can no longer be read keeps nothing else from going."""
    try:
        with transaction.atomic():
            following.end(instance)
    except Error:
        raise
    except Exception:
        log.exception("removal.flows_not_told", instance=instance.pk)


def _is_awaited(tenant_id: str) -> bool:
    if listening.is_leaving(tenant_id) or subscriptions.is_leaving(tenant_id):
        return True
    return Execution.of(tenant_id).filter(turn_key=EVENTS, status__in=UNDER_WAY).exists()
