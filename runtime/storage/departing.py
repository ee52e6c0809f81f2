"""What a deleted instance stored goes when the last of its flows has ended.

For: a flow that starts because its instance was deleted still finds what the instance remembered, such as the id of a webhook it
has to remove outside.
Not here: deleting instances (`runtime.instances.services`), when this is looked at (`runtime.instances.serving`).
"""

from __future__ import annotations

from django.db.models import Q

from runtime.instances.models import Instance
from runtime.journal.models import Execution
from runtime.storage.models import Departure, StoredValue

UNDER_WAY = ("queued", "running", "waiting", "held")
MOST_AT_ONCE = 100


def leave(instance: Instance) -> None:
    """Call it in the transaction that deletes it, after its last flows were queued."""
    if _is_under_way(instance.tenant_id, instance.pk):
        Departure.objects.create(tenant_id=instance.tenant_id, instance_id=instance.pk)
    else:
        forget(instance.tenant_id, instance.pk)


def look() -> int:
    """Forgets what belonged to those of which nothing is under way any more; returns how many instances that were."""
    gone = 0
    for departure in Departure.across_tenants.order_by("pk")[:MOST_AT_ONCE]:
        if not _is_under_way(departure.tenant_id, departure.instance_id):
            forget(departure.tenant_id, departure.instance_id)
            gone += departure.delete()[0]
    return gone


def forget(tenant_id: str, instance_id: str) -> None:
    """Its own values and those of its flows."""
    own = Q(scope="instance", owner=instance_id)
    flows = Q(scope="flow", owner__startswith=f"{instance_id}:")
    StoredValue.objects.of(tenant_id).filter(own | flows).delete()


def _is_under_way(tenant_id: str, instance_id: str) -> bool:
    return Execution.of(tenant_id).filter(instance_id=instance_id, status__in=UNDER_WAY).exists()
