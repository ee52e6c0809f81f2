"""Looking at what arrived for registered instances, every ten minutes or when somebody asks.

For: the rows of `Registration`; nobody else writes them. Reads are bounded however busy the tenant is: executions by
instance, refused requests of a day by tenant.
Not here: what counts as a problem (`rules`).
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error, transaction
from ulid import ULID

from runtime.instances.models import Instance
from runtime.journal.models import Execution, Request
from runtime.reading import in_thread
from runtime.registration.models import Registration
from runtime.registration.rules import DAY, UNPROVEN, Arrival, problems

EVERY = timedelta(minutes=10)
LOOK_EVERY = 30.0  # seconds
AT_ONCE = 100
MOST_ARRIVALS, MOST_REFUSED = 100, 2_000
SMALLEST_BODY, LARGEST_BODY = 16, 64 * 1024  # bytes that are compared: tiny ones are alike by chance
log = structlog.get_logger(__name__)


@transaction.atomic
def begin(instance: Instance, *, now: datetime) -> None:
    """The customer has just set it up, perhaps anew: what was wrong before says nothing any more."""
    fresh = {"registered_at": now, "problems": [], "checked_at": None, "due_at": now + EVERY}
    rows = Registration.objects.of(instance.tenant_id)
    if not rows.filter(instance=instance).update(**fresh):
        rows.get_or_create(instance=instance, defaults={"tenant_id": instance.tenant_id, **fresh})


def look(instance: Instance, *, now: datetime) -> Registration | None:
    """Looks at one now; None for an instance that nobody registered."""
    row = Registration.of(instance.tenant_id).filter(instance=instance).first()
    if row is None:
        return None
    found = problems(arrivals_of(instance, now), registered_at=row.registered_at, listening=instance.enabled, now=now)
    row.problems, row.checked_at, row.due_at = found, now, now + EVERY
    Registration.of(row.tenant_id).filter(pk=row.pk).update(problems=found, checked_at=now, due_at=row.due_at)
    return row


def look_at_due(now: datetime) -> int:
    """How many were looked at. A row is claimed by moving its time on, so that two processes do not both look."""
    due = Registration.across_tenants.filter(due_at__lte=now, tenant__suspended=False).order_by("due_at")
    looked = 0
    for row in due.select_related("instance")[:AT_ONCE]:
        if Registration.of(row.tenant_id).filter(pk=row.pk, due_at=row.due_at).update(due_at=now + EVERY):
            look(row.instance, now=now)
            looked += 1
    return looked


async def serve() -> None:
    while True:
        try:
            while await in_thread(lambda: look_at_due(datetime.now(UTC))) == AT_ONCE:
                pass
        except Error as failure:  # the rows are still due when the database is back
            log.warning("registrations.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("registrations.failed")
        await asyncio.sleep(LOOK_EVERY)


def arrivals_of(instance: Instance, now: datetime) -> list[Arrival]:
    """Oldest first. What a shared URL refused is nobody's."""
    ran = Execution.of(instance.tenant_id).filter(instance_id=instance.pk, request_id__gt="", replay_of="")
    ids = list(ran.order_by("-pk").values_list("request_id", flat=True)[:MOST_ARRIVALS])
    rows = Request.of(instance.tenant_id).filter(pk__in=ids)
    compared = rows.filter(body_size__gte=SMALLEST_BODY, body_size__lte=LARGEST_BODY)
    bodies = {pk: hashlib.sha256(bytes(body)).hexdigest() for pk, body in compared.values_list("pk", "body")}
    taken = [
        Arrival(at, endpoint, "", bodies.get(pk, "")) for pk, at, endpoint in rows.values_list("pk", "received_at", "endpoint_id")
    ]
    return sorted([*taken, *_refused(instance, now)], key=lambda one: one.at)


def _refused(instance: Instance, now: datetime) -> list[Arrival]:
    since = str(ULID.from_datetime(now - DAY))[:10]
    rows = Request.of(instance.tenant_id).filter(status=Request.Status.REFUSED, pk__gte=since).order_by("-pk")
    return [
        Arrival(at, endpoint, code)
        for owner, code, at, endpoint in rows.values_list("instance_id", "code", "received_at", "endpoint_id")[:MOST_REFUSED]
        if owner == instance.pk and code in UNPROVEN
    ]
