"""Executions for events, each event once for each subscription.

For: one commit that notes what was seen, queues what is to run, and keeps whatever brought it, all or nothing.
Not here: who waits for an event (`matching`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from runtime.executions import records
from runtime.identifiers import new_id
from runtime.journal import tables
from runtime.journal.encoding import encode
from runtime.journal.tables import Statement
from runtime.listening.matching import Target
from runtime.listening.models import EventSubscription, SeenEvent

REMEMBERED = timedelta(days=30)
SEEN = (
    "INSERT INTO runtime_seenevent (id, tenant_id, subscription_id, key_hash, seen_at) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (subscription_id, key_hash) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event for one subscription with the runs that start on it. `key` tells it from others; empty: nothing does."""

    subscription: EventSubscription
    targets: Sequence[Target]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    started: list[Target]
    repeated: int


def key_of(identity: Any) -> str:
    return "" if identity in (None, "") else hashlib.sha256(encode(identity).encode()).hexdigest()


def accepting(
    arrivals: Sequence[Arrival],
    *,
    request_id: str = "",
    along: Callable[[Accepted], Sequence[Statement]] = lambda accepted: (),
    remember_only: bool = False,
    also: Callable[[Accepted], None] = lambda accepted: None,
) -> Callable[[CursorWrapper], Accepted]:
    """A journal procedure. `along` is stored with it, as is what `also` does; `remember_only` starts nothing, as for what was
    there before we were."""

    def procedure(cursor: CursorWrapper) -> Accepted:
        now, started, repeated = datetime.now(UTC), [], 0
        for arrival in arrivals:
            row = arrival.subscription
            if arrival.key:
                moment = tables.database_time(now)
                cursor.execute(SEEN, [new_id(), row.tenant_id, row.pk, arrival.key, moment])
                if not cursor.rowcount:
                    repeated += 1
                    continue
            if remember_only:
                continue
            for target in arrival.targets:
                status = "queued" if target.run.instance.enabled else "held"
                more = {"trigger": target.run.trigger_results, "request_id": request_id}
                statement = records.queued(target.run, now=now, status=status, **more)
                cursor.execute(statement.sql, statement.parameters)
                started.append(target)
        told = Accepted(started, repeated)
        for statement in along(told):
            cursor.execute(statement.sql, statement.parameters)
        also(told)
        touched = {arrival.subscription.pk for arrival in arrivals}
        if touched and not remember_only:
            EventSubscription.across_tenants.filter(pk__in=touched).update(last_event_at=now)
        return told

    return procedure


def forget_old(now: datetime) -> int:
    old = SeenEvent.across_tenants.filter(seen_at__lt=now - REMEMBERED).order_by()
    return old.filter(pk__in=list(old.values_list("pk", flat=True)[:1_000])).delete()[0]
