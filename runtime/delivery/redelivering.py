"""Sending again what was sent: one by hand, or all that failed since a time.

For: `redeliver`, `recover`, `discard`. The same id goes out again, so a receiver that has it can tell.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from runtime.deeds import done
from runtime.delivery import lines, waking
from runtime.delivery.models import Delivery, Destination
from runtime.engine.errors import NotAllowed

Status = Delivery.Status
ENDED = (Status.SUCCEEDED, Status.FAILED, Status.DISCARDED)


@transaction.atomic
def redeliver(delivery: Delivery) -> Delivery:
    """Due now, with the whole schedule before it. Raises NotAllowed `destination_closed`, `destination_not_active`,
    `delivery_under_way`, `delivery_in_line`."""
    destination = _listening(delivery.tenant_id, delivery.destination_id)
    delivery.refresh_from_db()
    if lines.waits(delivery):
        raise NotAllowed("It waits behind another of the same key, to keep their order.", code="delivery_in_line")
    moved = _again(Delivery.of(delivery.tenant_id).filter(pk=delivery.pk).exclude(status=Status.SENDING))
    if not moved:
        raise NotAllowed("It is being sent right now.", code="delivery_under_way")
    _look(destination)
    done("delivery.redelivered", delivery, f"{delivery.event_type or 'event'} to {destination.name}")
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def recover(destination: Destination, *, since: datetime, until: datetime | None = None, everything: bool = False) -> int:
    """Sends what failed since then once more, or everything that ended since then; how many. In their order, where that is asked
    for. Raises NotAllowed as `redeliver`."""
    row = _listening(destination.tenant_id, destination.pk)
    wanted = Delivery.of(row.tenant_id).filter(destination_id=row.pk, created_at__gte=since)
    wanted = wanted.filter(status__in=ENDED if everything else (Status.FAILED,))
    count = _again(wanted.filter(created_at__lte=until) if until else wanted)
    _look(row)
    done("destination.recovered", row, row.name, since=since.isoformat(), everything=everything, deliveries=count)
    return count


@transaction.atomic
def discard(delivery: Delivery) -> Delivery:
    """It is not tried again. Raises NotAllowed `delivery_under_way`, `delivery_ended`."""
    now = datetime.now(UTC)
    place = Destination.of(delivery.tenant_id).filter(pk=delivery.destination_id)
    place.select_for_update().first()  # before its deliveries, as whoever claims them
    rows = Delivery.of(delivery.tenant_id)
    holding = Q(status=Status.FAILED, in_line=True)  # it is over already, but those of its key wait for it
    same = rows.filter(Q(status__in=(Status.NEW, Status.PENDING)) | holding, pk=delivery.pk)
    if not same.update(status=Status.DISCARDED, due_at=None, ended_at=now, in_line=False):
        delivery.refresh_from_db()
        under_way = delivery.status == Status.SENDING
        raise NotAllowed(
            "It is being sent right now." if under_way else "It has ended already.",
            code="delivery_under_way" if under_way else "delivery_ended",
        )
    lines.set_off(rows.filter(destination_id=delivery.destination_id, order_key=delivery.order_key), now)
    done("delivery.discarded", delivery, delivery.event_type or "event")
    place.filter(status=Destination.Status.ACTIVE).update(due_at=now)
    transaction.on_commit(waking.wake)
    delivery.refresh_from_db()
    return delivery


def counts(tenant_id: str, destination_ids: list[str]) -> dict[str, dict[str, int]]:
    """By destination and status."""
    rows = Delivery.of(tenant_id).filter(destination_id__in=destination_ids).order_by()
    found: dict[str, dict[str, int]] = {pk: {} for pk in destination_ids}
    for row in rows.values("destination_id", "status").annotate(count=Count("pk")):
        found[row["destination_id"]][row["status"]] = row["count"]
    return found


def _again(rows: QuerySet[Delivery]) -> int:
    """What has a key joins its line again, in the place it had."""
    now, changes = datetime.now(UTC), {"status": Status.PENDING, "tried": 0, "by_hand": True, "ended_at": None}
    keyed = rows.exclude(order_key="")
    destinations = list(keyed.order_by().values_list("destination_id", flat=True).distinct())
    count = keyed.update(**changes, due_at=None, in_line=True)
    count += rows.filter(order_key="").update(**changes, due_at=now)
    lines.set_off(Delivery.across_tenants.filter(destination_id__in=destinations), now)
    return count


def _look(destination: Destination) -> None:
    """Somebody asked, so it does not rest any longer."""
    now = datetime.now(UTC)
    Destination.of(destination.tenant_id).filter(pk=destination.pk).update(due_at=now, rest_until=None, is_full=False)
    transaction.on_commit(waking.wake)


def _listening(tenant_id: str, pk: str) -> Destination:
    row: Destination = Destination.of(tenant_id).select_for_update().get(pk=pk)
    if row.status == Destination.Status.CLOSED:
        raise NotAllowed("This destination was closed, so nothing is sent there any more.", code="destination_closed")
    if row.status != Destination.Status.ACTIVE:
        raise NotAllowed("This destination gets nothing now. Enable it first.", code="destination_not_active")
    return row
