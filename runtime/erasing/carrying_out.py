"""Erasing a customer, a batch at a time, whatever dies meanwhile.

For: the phases one after another. Each look does one batch and notes how far it came, so that a process that dies repeats at most
that; what is deleted twice is deleted once. History goes through the journal: no sender waits for longer than a batch takes.
Not here: which rows (`belongings`), beginning (`beginning`), the audit log, which is the designer's (`also`).

First no request is taken any more. Then the instances are deleted, and the flows that start on that get time to take hooks away
outside. Only then goes what they may need.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F, QuerySet
from ulid import ULID

from runtime.deeds import Actor, acting, done
from runtime.erasing.belongings import Known, mentioning, other_rows, strip
from runtime.erasing.models import Erasure
from runtime.executions import steering
from runtime.instances.models import Customer, Instance
from runtime.instances.services import delete_instance
from runtime.journal.journal import Journal, JournalRefused
from runtime.journal.models import Execution, Request
from runtime.lanes.rules import EVENTS
from runtime.listening import keeping as listening
from runtime.removal.carrying_out import wiping
from runtime.retention.sweeping import forgetting
from runtime.rollouts.models import Rollout
from runtime.routing import epoch, scopes
from runtime.routing.book import in_thread
from runtime.routing.models import DedupeEntry
from runtime.subscriptions import keeping as subscriptions

LEASE = timedelta(seconds=30)
PATIENCE = timedelta(minutes=10)  # for the flows that start because the instances are deleted
LATE = timedelta(minutes=15)  # a request that was on its way when it began may be stored this much behind its id
LOOKED_AT = 5_000  # rows of history in one look
BATCH = 200
EVERY, REST = 1.0, 0.05  # seconds; senders have the database for themselves between two batches
Phase = Erasure.Phase
log = structlog.get_logger(__name__)
_also: list[Callable[[str, Known, str], str | None]] = []


def also(scrub: Callable[[str, Known, str], str | None]) -> None:
    """What else speaks of a customer: called with the tenant, who it is and where it stopped; None when it is through."""
    _also[:] = [scrub]


async def serve(journal: Journal, wake: Callable[[], None]) -> None:
    """Until cancelled. `wake` tells the workers that something was queued."""
    while True:
        busy = False
        try:
            busy = await look(journal, datetime.now(UTC))
            if busy:
                wake()
        except (Error, JournalRefused) as failure:
            log.warning("erasing.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("erasing.failed")
        await asyncio.sleep(REST if busy else EVERY)


async def look(journal: Journal, now: datetime) -> bool:
    """One batch of one erasure that is due; whether there was one."""
    row = await in_thread(lambda: _next_due(now))
    if row is None:
        return False
    match row.phase:
        case Phase.CLOSING:
            await in_thread(lambda: _close(row))
        case Phase.LEAVING:
            if await in_thread(lambda: _is_awaited(row, now)):
                await in_thread(lambda: _note(row, due_at=now + timedelta(seconds=EVERY)))
                return False
        case Phase.HISTORY | Phase.RECENT:
            await _forget_history(journal, row)
        case Phase.MENTIONS:
            await in_thread(lambda: _forget_mentions(row))
    await in_thread(lambda: Erasure.of(row.tenant_id).filter(pk=row.pk, ended_at=None).update(due_at=now))
    return True


def _next_due(now: datetime) -> Erasure | None:
    """One that nobody is at; for a while this process is."""
    for row in Erasure.across_tenants.filter(ended_at=None, due_at__lte=now).order_by("due_at"):
        if Erasure.of(row.tenant_id).filter(pk=row.pk, due_at=row.due_at).update(due_at=now + LEASE):
            return row
    return None


def _note(row: Erasure, **columns: object) -> None:
    Erasure.of(row.tenant_id).filter(pk=row.pk).update(**columns)


def _close(row: Erasure) -> None:
    """Ledgers of repeated ids first, as they may be long; then the instances with what points at them."""
    instances = Instance.of(row.tenant_id).filter(customer_id=row.customer_id)
    ledger = DedupeEntry.objects.of(row.tenant_id).filter(endpoint__instance__in=instances)
    if ids := list(ledger.values_list("pk", flat=True)[:BATCH]):
        DedupeEntry.objects.of(row.tenant_id).filter(pk__in=ids).delete()
        return
    with transaction.atomic(), acting(lambda: Actor(row.asked_by, "member")):
        if subscriptions.delete_some(row.tenant_id, row.customer_id, datetime.now(UTC)):
            return
        for instance in instances.select_related("integration", "customer", "version"):
            delete_instance(instance)
        _note(row, phase=Phase.LEAVING)


def _is_awaited(row: Erasure, now: datetime) -> bool:
    """Cancels what has not ended, but for what tells flows of the deletion, and hooks at services: for those there is time."""
    patient = now < row.asked_at + PATIENCE
    hooks = listening.is_leaving(row.tenant_id, customer_id=row.customer_id)
    awaited = patient and (hooks or subscriptions.is_leaving(row.tenant_id, row.customer_id))
    cancelled = False
    for rows in _under_way(row):
        for execution_id, turn_key in list(rows.values_list("pk", "turn_key")[:BATCH]):
            if patient and turn_key == EVENTS:
                awaited = True
            else:
                cancelled = steering.cancel(row.tenant_id, execution_id) or cancelled
    if not awaited and not cancelled:
        _note(row, phase=Phase.HISTORY, table="requests", after="")
    return awaited


def _under_way(row: Erasure) -> list[QuerySet[Execution]]:
    """By the indexes that hold only what is under way, so that a long history is not read."""
    own = Execution.of(row.tenant_id).filter(customer_id=row.customer_id).order_by()
    return [
        own.filter(status="queued", version_id__gt=""),
        own.filter(status="running", lease_expires_at__isnull=False),
        own.filter(status="waiting", due_at__isnull=False),
        own.filter(status="held"),
    ]


async def _forget_history(journal: Journal, row: Erasure) -> None:
    """Some of the tenant's requests, then executions, in the order they came; those of the customer go."""
    model = Request if row.table == "requests" else Execution
    instances = set(row.known.get("instances", ()))

    def read() -> list[tuple[str, str, str]]:
        rows = model.objects.of(row.tenant_id).filter(pk__gt=row.after).order_by("pk")
        return list(rows.values_list("pk", "customer_id", "instance_id")[:LOOKED_AT])

    seen = await in_thread(read)
    own = [pk for pk, customer, instance in seen if customer == row.customer_id or instance in instances]
    for start in range(0, len(own), BATCH):
        batch = own[start : start + BATCH]
        if row.table == "requests":
            await in_thread(lambda batch=batch: _forget_answers(row, batch))  # type: ignore[misc]
        await journal.call(_deletion(row, batch))
        await asyncio.sleep(REST)
    await in_thread(lambda: _note(row, **_next_place(row, seen[-1][0] if len(seen) == LOOKED_AT else None)))


def _forget_answers(row: Erasure, requests: list[str]) -> None:
    """First answers that are kept for senders who repeat themselves at a URL of all customers."""
    kept = DedupeEntry.objects.of(row.tenant_id).filter(request_id__in=requests)
    if ids := list(kept.values_list("pk", flat=True)):
        DedupeEntry.objects.of(row.tenant_id).filter(pk__in=ids).delete()


def _deletion(row: Erasure, ids: list[str]) -> Callable[[CursorWrapper], None]:
    requests, executions = (ids, []) if row.table == "requests" else ([], ids)
    forget = forgetting(row.tenant_id, requests, executions)

    def procedure(cursor: CursorWrapper) -> None:
        with wiping(cursor):
            forget(cursor)
        counted = {"requests": F("requests") + len(requests), "executions": F("executions") + len(executions)}
        Erasure.of(row.tenant_id).filter(pk=row.pk).update(**counted)

    return procedure


def _next_place(row: Erasure, after: str | None) -> dict[str, object]:
    """None: this table is through. What was on its way when it began is looked for once more."""
    if after is not None:
        return {"after": after}
    since = str(ULID.from_datetime(row.asked_at - LATE))[:10]
    if row.table == "requests":
        return {"table": "executions", "after": "" if row.phase == Phase.HISTORY else since}
    if row.phase == Phase.HISTORY:
        return {"phase": Phase.RECENT, "table": "requests", "after": since}
    return {"phase": Phase.MENTIONS, "table": "others", "after": ""}


def _forget_mentions(row: Erasure) -> None:
    known, instances = Known.of(row), row.known.get("instances", [])
    if row.table == "others":
        gone = 0
        for rows in other_rows(row.tenant_id, row.customer_id, instances):
            while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
                gone += rows.model._base_manager.filter(pk__in=ids).delete()[0]
        gone += sum(_strip_all(rows, known) for rows in mentioning(row.tenant_id))
        for instance_id in instances:  # where a rollout stopped; the time in the id alone stands just before it
            Rollout.of(row.tenant_id).filter(after=instance_id).update(after=instance_id[:10])
        _note(row, table="audit", after="", other_rows=F("other_rows") + gone)
        return
    after = _also[0](row.tenant_id, known, row.after) if _also else None
    if after is not None:
        _note(row, after=after)
        return
    _end(row)


def _strip_all(rows: QuerySet, known: Known) -> int:
    """Rows that mention the customer lose the mention; a text that does goes as a whole."""
    changed = 0
    names = [field.attname for field in rows.model._meta.concrete_fields if field.get_internal_type() == "JSONField"]
    texts = [field.attname for field in rows.model._meta.concrete_fields if field.attname in ("key", "text")]
    for one in rows.iterator(chunk_size=BATCH):
        if any(known.is_in(getattr(one, name)) for name in texts):
            one.delete()
        elif any(known.is_in(getattr(one, name)) for name in names):
            stripped = {name: strip(getattr(one, name), known) for name in names}
            rows.model._base_manager.filter(pk=one.pk).update(**stripped)
        else:
            continue
        changed += 1
    return changed


@transaction.atomic
def _end(row: Erasure) -> None:
    """The customer's own row goes last, with all that points at it; what is known of it here goes, too."""
    customer = Customer(pk=row.customer_id, tenant_id=row.tenant_id)
    gone, _ = Customer.of(row.tenant_id).filter(pk=customer.pk).delete()
    epoch.bump(scopes.customer(customer), scopes.names(row.tenant_id))
    now = datetime.now(UTC)
    emptied = {"customer_id": "", "known": {}, "after": "", "table": "", "phase": Phase.DONE}
    _note(row, **emptied, ended_at=now, due_at=now, other_rows=F("other_rows") + gone)
    row.refresh_from_db()
    with acting(lambda: Actor(row.asked_by, "member")):
        counts = (row.requests, row.executions, row.other_rows)
        done("customer.erased", row, "a customer", requests=counts[0], executions=counts[1], otherRows=counts[2])
