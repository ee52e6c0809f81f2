"""Putting events on their way: rows in the caller's transaction, and nothing that waits for anybody.

For: `send` (one event to one destination), `publish` (to all that want it), also as statements for the journal.
Not here: carrying them there (`courier`), trying again (`redelivering`).

Senders touch no row that others write, so a thousand of them never wait for each other, nor for whoever claims.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction

from runtime.delivery import lines, quota, waking
from runtime.delivery.envelope import LARGEST, subscription_text
from runtime.delivery.models import Delivery, DeliveryEvent, Destination
from runtime.engine.errors import NotAllowed
from runtime.identifiers import derived_id, new_id
from runtime.journal.encoding import NotStorable, written
from runtime.journal.tables import Statement, Table

ONCE = " ON CONFLICT (id) DO NOTHING"


@dataclass(frozen=True, slots=True)
class Event:
    """`body` is JSON. `key` makes sending it again the same event: text that begins with one of our ids."""

    body: Any
    type: str = ""
    outcome: str = "success"
    happened_at: datetime | None = None
    key: str = ""
    customer_id: str = ""


def send(destination: Destination, event: Event, *, bounded: bool = True) -> str:
    """The delivery's id. In the caller's transaction: what is rolled back was never sent.

    A destination that is paused or disabled keeps it until it is enabled. Raises NotAllowed `destination_closed`,
    `event_too_large`, `event_unreadable`, and, if `bounded`, `deliveries_quota`.
    """
    return send_all([destination], event, bounded=bounded)[0]


def send_all(destinations: Sequence[Destination], event: Event, *, bounded: bool = True) -> list[str]:
    """The same event to many; its body is stored once. Raises as `send`."""
    if destinations and bounded:
        quota.check(destinations[0].tenant_id)
    statements, ids = statements_for(destinations, event)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.sql, statement.parameters)
        transaction.on_commit(waking.wake)
    return ids


def statements_for(destinations: Sequence[Destination], event: Event) -> tuple[list[Statement], list[str]]:
    """For whoever writes by the journal after asking `quota`, and then calls `waking.wake`. Raises as `send`."""
    if not destinations:
        return [], []
    if any(one.status == Destination.Status.CLOSED for one in destinations):
        raise NotAllowed("This destination was closed.", code="destination_closed")
    now = datetime.now(UTC)
    own = event.key
    event_id = derived_id(own, "event") if own else new_id()
    told = {"tenant_id": destinations[0].tenant_id, "customer_id": event.customer_id}
    body, happened_at = body_text(event.body), event.happened_at or now
    row = {**told, "id": event_id, "outcome": event.outcome, "type": event.type, "body": body, "happened_at": happened_at}
    statements = [_once(_events(), row)]
    ids = []
    for one in destinations:
        ids.append(derived_id(own, one.pk) if own else new_id())
        row = {
            **told,
            "id": ids[-1],
            "place": new_id(),
            "destination_id": one.pk,
            "event_id": event_id,
            "customer_id": event.customer_id or one.customer_id,
            "event_type": event.type,
            "order_key": lines.key_of(one.order_by if one.ordered else "", body=event.body, type=event.type),
            "subscription": subscription_text(one.subscription_id or one.pk, one.external_id),
            "created_at": now,
        }
        statements.append(_once(_deliveries(), row))
    return statements, ids


def wanting(tenant_id: str, type: str, *, customer_id: str = "") -> list[Destination]:
    """The tenant's own destinations and this customer's, as far as they take such events. Subscriptions have their own."""
    whose: Collection[str] = {"", customer_id}
    rows = Destination.of(tenant_id).filter(customer_id__in=whose, subscription_id="")
    open_ones = rows.exclude(status=Destination.Status.CLOSED).order_by("pk")
    return [one for one in open_ones if not one.event_types or type in one.event_types]


def publish(tenant_id: str, event: Event) -> list[str]:
    """To everybody who wants it; the deliveries' ids."""
    return send_all(wanting(tenant_id, event.type, customer_id=event.customer_id), event)


def body_text(body: Any) -> str:
    """Raises NotAllowed `event_too_large`, `event_unreadable`."""
    try:
        text = written(body)
    except NotStorable as problem:
        raise NotAllowed(f"The event cannot be written as JSON: {problem}", code="event_unreadable") from None
    if len(text.encode()) > LARGEST:
        raise NotAllowed(
            f"An event has at most {LARGEST // 1024} KiB as JSON. Send where to fetch the rest.", code="event_too_large"
        )
    return text


@cache
def _events() -> Table:
    return Table(DeliveryEvent)


@cache
def _deliveries() -> Table:
    return Table(Delivery)


def _once(table: Table, values: dict[str, Any]) -> Statement:
    statement = table.insert(values)
    return Statement(statement.sql + ONCE, statement.parameters)
