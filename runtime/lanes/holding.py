"""Holding a lane: nothing of it starts until it is released.

For: one flow of one instance. What runs goes on; what arrives is accepted and queues up.
Not here: pausing a whole instance (`runtime.instances.services`), whose turn it is (`runtime.executions.claims`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from runtime.deeds import done
from runtime.instances.models import Instance
from runtime.lanes.models import Lane
from runtime.routing import epoch, scopes


@transaction.atomic
def hold(instance: Instance, flow_key: str, by: str) -> None:
    standing = Lane.of(instance.tenant_id)
    lane, is_new = standing.get_or_create(tenant_id=instance.tenant_id, instance_id=instance.pk, flow_key=flow_key)
    if is_new:
        epoch.bump(scopes.instance(instance))  # from now on what arrives has to queue
    if lane.held_at is None:
        lane.held_at, lane.held_by = datetime.now(UTC), by
        lane.save(update_fields=["held_at", "held_by"])
        done("lane.held", instance, f"{flow_key} of {instance.customer.name}", flow=flow_key)


@transaction.atomic
def release(instance: Instance, flow_key: str) -> None:
    held = Lane.of(instance.tenant_id).filter(instance_id=instance.pk, flow_key=flow_key, held_at__isnull=False)
    if held.update(held_at=None, held_by=""):
        done("lane.released", instance, f"{flow_key} of {instance.customer.name}", flow=flow_key)
