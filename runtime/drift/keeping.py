"""Writing down what processes counted, saying what changed, and taking "that is right now" for an answer.

For: the rows of `PayloadWatch`; nobody else writes them. Every process adds what it saw to what stands there.
Not here: when something has changed (`standing`), what is worth writing (`watch`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from threading import Lock
from time import monotonic
from typing import Any

import structlog
from django.db import DatabaseError, Error, transaction

from runtime.deeds import done
from runtime.drift import standing
from runtime.drift.models import PayloadWatch
from runtime.drift.standing import Drift
from runtime.drift.watch import WATCH, ByPlace, Spot
from runtime.identifiers import new_id
from runtime.instances.models import Instance, Integration
from runtime.reading import in_thread
from runtime.tenancy.models import Tenant

WRITE_EVERY = 15.0  # seconds
FORGET_EVERY = 240  # writes
KEPT = timedelta(days=60)  # after the last request of a flow
AT_ONCE = 20  # rows: whoever stores a request waits meanwhile
MOST_DRIFTED = 500  # rows that a list looks at
log = structlog.get_logger(__name__)
_writing = Lock()  # so that nothing is handed out twice


@dataclass(frozen=True, slots=True)
class Found:
    """A place in which something changed; `readers` as in `reads.Watched`."""

    row: PayloadWatch
    place: str
    readers: list[str]
    drift: Drift


async def serve() -> None:
    """Until cancelled."""
    rounds = 0
    while True:
        await asyncio.sleep(WRITE_EVERY)
        try:
            await in_thread(lambda: write(datetime.now(UTC)))
            if rounds % FORGET_EVERY == 0:
                await in_thread(lambda: forget(datetime.now(UTC)))
        except Error as failure:
            log.warning("drift.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("drift.failed")
        rounds += 1


def write(now: datetime, *, everything: bool = False) -> int:
    """Returns how many spots were written: those with news, or all. What the database refuses is lost, counts of minutes."""
    written = 0
    with _writing:
        due = WATCH.take(monotonic(), everything=everything)
        while batch := list(islice(due, AT_ONCE)):
            try:
                written += _add(batch, now)
            except DatabaseError as failure:
                log.warning("drift.not_kept", reason=type(failure).__name__, spots=len(batch))
    return written


def forget(now: datetime) -> int:
    return PayloadWatch.across_tenants.filter(seen_at__lt=now - KEPT).delete()[0]


@transaction.atomic
def _add(batch: Iterable[tuple[Spot, ByPlace]], now: datetime) -> int:
    taken: dict[str, tuple[Spot, list[ByPlace]]] = {}
    for spot, counts in batch:
        # The newest version that was seen says what is read; an older one still counts for what both read.
        earlier = taken.get(_name(spot), (spot, []))[1]
        taken[_name(spot)] = (spot, [*earlier, counts])
    there = _standing([spot for spot, _ in taken.values()])
    taken = {name: told for name, told in taken.items() if _whose(told[0]) in there}
    PayloadWatch.across_tenants.bulk_create(
        [
            PayloadWatch(
                id=new_id(),
                tenant_id=spot.tenant_id,
                integration_id=spot.integration_id,
                instance_id=spot.instance_id or None,
                flow_key=spot.watched.flow_key,
                spot=name,
                seen_at=now,
            )
            for name, (spot, _) in taken.items()
        ],
        ignore_conflicts=True,
    )
    rows = list(PayloadWatch.across_tenants.select_for_update().filter(spot__in=taken).order_by("pk"))
    for row in rows:
        spot, told = taken[row.spot]
        for counts in told:
            row.places = _with(row.places, spot, counts)
        row.seen_at = now
        row.drifted = sum(1 for _ in _drifts(row))
    PayloadWatch.across_tenants.bulk_update(rows, ["places", "seen_at", "drifted"])
    return len(taken)


def _name(spot: Spot) -> str:
    return f"{_whose(spot)}:{spot.watched.flow_key}"


def _whose(spot: Spot) -> str:
    return spot.instance_id or spot.integration_id


def _standing(spots: Iterable[Spot]) -> set[str]:
    """What was deleted meanwhile is not watched any more."""
    owners = {_whose(spot) for spot in spots}
    found = (table.across_tenants.filter(pk__in=owners).values_list("pk", flat=True) for table in (Instance, Integration))
    return set(chain.from_iterable(found))


def _with(places: dict[str, Any], spot: Spot, counts: ByPlace) -> dict[str, Any]:
    """Only places that are read now: what a new version reads no more is forgotten."""
    read = {str(where): list(readers) for where, readers in zip(spot.watched.places, spot.watched.readers, strict=True)}
    known = {where: places.get(where, {}).get("kinds", {}) for where in read}
    return {
        where: {"readers": readers, "kinds": standing.added(known[where], counts.get(where, {}))}
        for where, readers in read.items()
        if known[where] or where in counts
    }


def _drifts(row: PayloadWatch) -> Iterator[Found]:
    """Of a list that is gone, its items are no news."""
    found = {where: drift for where, one in row.places.items() if (drift := standing.drift_of(one["kinds"]))}
    for where, drift in found.items():
        if not any(where.startswith((f"{outer}.", f"{outer}[")) for outer in found):
            yield Found(row, where, row.places[where]["readers"], drift)


def drifts(tenant: Tenant, integration_id: str, instance_id: str = "") -> list[Found]:
    """The newest change first."""
    return _found(tenant.pk, {"integration_id": integration_id} | ({"instance_id": instance_id} if instance_id else {}))


def _found(tenant_id: str, wanted: Mapping[str, str]) -> list[Found]:
    rows = PayloadWatch.of(tenant_id).filter(drifted__gt=0, **wanted)
    rows = rows.select_related("instance__customer").order_by("-pk")[:MOST_DRIFTED]
    return sorted((one for row in rows for one in _drifts(row)), key=lambda one: one.drift.since, reverse=True)


def drifted_places(tenant_id: str, integration_id: str) -> int:
    """In how many places of flows something is changed; of all integrations without one."""
    rows = PayloadWatch.of(tenant_id).filter(drifted__gt=0, **_of(integration_id))
    return sum(rows.values_list("drifted", flat=True)[:MOST_DRIFTED])


def newest_in_words(tenant_id: str, integration_id: str) -> str:
    found = _found(tenant_id, _of(integration_id))
    if not found:
        return ""
    row, drift = found[0].row, found[0].drift
    whose = row.instance.customer.name if row.instance else "the shared URL"
    return f"{found[0].place} was {drift.was}, now {drift.now}: {whose}, request {drift.since}"


def _of(integration_id: str) -> dict[str, str]:
    return {"integration_id": integration_id} if integration_id else {}


@transaction.atomic
def accept(integration: Integration, flow_key: str, place: str, instance_id: str = "") -> int:
    """As it is now is right, for all customers or one. Returns in how many of them something had changed."""
    rows = PayloadWatch.objects.of(integration.tenant_id).filter(integration=integration, flow_key=flow_key, drifted__gt=0)
    if instance_id:
        rows = rows.filter(instance_id=instance_id)
    changed = 0
    for row in rows.select_for_update().order_by("pk"):
        if place in {one.place for one in _drifts(row)}:
            for where, one in row.places.items():
                # What stands below it changed with it.
                if (where == place or where.startswith((f"{place}.", f"{place}["))) and standing.drift_of(one["kinds"]):
                    one["kinds"] = standing.accepted(one["kinds"])
            row.drifted = sum(1 for _ in _drifts(row))
            row.save(update_fields=["places", "drifted"])
            changed += 1
    if changed:
        done("drift.accepted", integration, integration.name, flow=flow_key, place=place, customers=changed)
    return changed
