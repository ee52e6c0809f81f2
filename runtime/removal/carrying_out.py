"""Taking a tenant's rows away, a batch at a time, whatever dies meanwhile.

For: batches through the journal, so that no sender of another tenant waits for longer than one takes; going on where a process
left off; the tenant's own row last.
Not here: which rows (`belongings`).

First what stands at outside services is taken away, as far as they answer in time (`leaving`).
A run of the tenant may still be writing when this begins. So its tables are gone through until a whole round finds nothing, and
the tenant's row goes last: from then on the database itself takes no row of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from runtime.journal.journal import Journal, JournalRefused
from runtime.removal import leaving
from runtime.removal.belongings import Belonging, belongings, loose_ends
from runtime.removal.models import TenantRemoval
from runtime.routing import epoch, scopes
from runtime.routing.book import in_thread
from runtime.tenancy.models import Tenant

# By then every process has heard that it is suspended and takes no more requests of it.
GRACE = timedelta(seconds=3)
LEASE = timedelta(seconds=30)
LOOK_EVERY = 2.0  # seconds
BATCH = 500
REST = 0.02  # seconds between two batches, in which senders have the database for themselves
log = structlog.get_logger(__name__)
_first: list[Callable[[str], object]] = []


def first(forget: Callable[[str], object]) -> None:
    """What must be known of the tenant while it is whole, such as who is in no other; called by its id, once or more often."""
    _first[:] = [forget]


@transaction.atomic
def begin(tenant: Tenant, *, by: str) -> TenantRemoval:
    """The tenant is suspended already. Doing it twice is once."""
    due = datetime.now(UTC) + GRACE
    given = {"name": tenant.name, "asked_by": by[:254], "due_at": due, "hooks": leaving.left_at_services(tenant.pk).total()}
    return TenantRemoval.objects.get_or_create(tenant_id=tenant.pk, defaults=given)[0]


def next_due(now: datetime) -> TenantRemoval | None:
    """One that nobody is at; from here on this process is."""
    for removal in TenantRemoval.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at"):
        if TenantRemoval.objects.filter(pk=removal.pk, due_at=removal.due_at).update(due_at=now + LEASE):
            return removal
    return None


async def serve(journal: Journal, wake: Callable[[], None]) -> None:
    """Until cancelled. `wake` tells the workers that something was queued."""
    while True:
        try:
            await look(journal, datetime.now(UTC), wake)
        except (Error, JournalRefused) as failure:
            log.warning("removal.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("removal.failed")
        await asyncio.sleep(LOOK_EVERY)


async def look(journal: Journal, now: datetime, wake: Callable[[], None] = lambda: None) -> int:
    """Carries out what is due; returns how many rows went."""
    gone = 0
    while removal := await in_thread(lambda: next_due(now)):
        if await in_thread(lambda removal=removal: leaving.is_through(removal, now)):  # type: ignore[misc]
            gone += await _carry_out(journal, removal)
        else:
            wake()
            await in_thread(lambda removal=removal: _put_off(removal, now))  # type: ignore[misc]
    return gone


def _put_off(removal: TenantRemoval, now: datetime) -> None:
    TenantRemoval.objects.filter(pk=removal.pk).update(due_at=now + timedelta(seconds=LOOK_EVERY))


async def _carry_out(journal: Journal, removal: TenantRemoval) -> int:
    gone = 0
    for forget in _first:
        await in_thread(lambda forget=forget: forget(removal.tenant_id))  # type: ignore[misc]
    while found := await _round(journal, removal):
        gone += found
    await in_thread(lambda: _end(removal))
    log.info("tenant.removed", tenant=removal.tenant_id, rows=gone)
    return gone


async def _round(journal: Journal, removal: TenantRemoval) -> int:
    """Every table once, until it is empty."""
    gone = 0
    everything = await in_thread(belongings)
    for belonging in everything:
        await in_thread(lambda belonging=belonging: _let_go(belonging, removal.tenant_id))  # type: ignore[misc]
    for belonging in everything:
        while ids := await in_thread(lambda belonging=belonging: _next(belonging, removal.tenant_id)):  # type: ignore[misc]
            await journal.call(_delete(belonging, ids, removal))
            gone += len(ids)
            await asyncio.sleep(REST)
    return gone


def _let_go(belonging: Belonging, tenant_id: str) -> None:
    if names := loose_ends(belonging):
        belonging.of(tenant_id).update(**dict.fromkeys(names))


def _next(belonging: Belonging, tenant_id: str) -> list[str | int]:
    return list(belonging.of(tenant_id).values_list("pk", flat=True)[:BATCH])


def _delete(belonging: Belonging, ids: list[str | int], removal: TenantRemoval) -> Callable[[CursorWrapper], None]:
    meta = belonging.model._meta
    assert meta.pk  # noqa: S101 - every model has one
    sql = f'DELETE FROM "{meta.db_table}" WHERE "{meta.pk.column}" IN ({", ".join(["%s"] * len(ids))})'  # noqa: S608

    def procedure(cursor: CursorWrapper) -> None:
        with wiping(cursor):
            cursor.execute(sql, ids)
        TenantRemoval.objects.filter(pk=removal.pk).update(
            rows_removed=F("rows_removed") + len(ids), table=meta.verbose_name_plural, due_at=datetime.now(UTC) + LEASE
        )

    return procedure


@contextmanager
def wiping(cursor: CursorWrapper) -> Iterator[None]:
    """SQLite may leave deleted bytes in its file until something else is written there; these are overwritten at once."""
    if connection.vendor != "sqlite":
        yield
        return
    before = cursor.execute("PRAGMA secure_delete").fetchone()[0]
    cursor.execute("PRAGMA secure_delete = ON")
    yield
    cursor.execute(f"PRAGMA secure_delete = {int(before)}")


@transaction.atomic
def _end(removal: TenantRemoval) -> None:
    Tenant.objects.filter(pk=removal.tenant_id).delete()
    epoch.bump(scopes.tenant(removal.tenant_id))
    TenantRemoval.objects.filter(pk=removal.pk).update(ended_at=datetime.now(UTC), table="")
