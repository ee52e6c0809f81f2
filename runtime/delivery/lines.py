"""Deliveries of one key in order: each key of a destination has a line, and only its head is ever due.

For: which key an event has, who goes next when a head has ended, who holds a line up.
Not here: destinations that keep the order of everything (`claims` takes whatever stands first), what a try came to (`schedule`).

A line's head is due, under way, or given up: then it holds up those behind it until people send it again or discard it. Those
behind have no `due_at`, so a claim passes a million of them by. Whoever changes a line holds the destination's row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet

from runtime.delivery.models import Delivery, Destination
from runtime.delivery.rows import in_line, marks
from runtime.engine.errors import HookyardError
from runtime.engine.references import compile_reference
from runtime.journal.encoding import plain_text, written
from runtime.journal.tables import database_time

Line = tuple[str, str]  # destination, key
ROOTS = ("body", "type")  # of the envelope, as whoever receives it knows them
LONGEST = 60  # characters of a key that is kept as it is
HEAD = Q(status__in=(Delivery.Status.SENDING, Delivery.Status.FAILED)) | Q(due_at__isnull=False)


def key_of(order_by: str, *, body: Any, type: str) -> str:
    """Empty where the event has nothing there: then it waits for nobody."""
    if not order_by:
        return ""
    try:
        value = compile_reference(order_by).read({"body": body, "type": type})
    except HookyardError:
        return ""
    if value is None or value == "":
        return ""
    text = plain_text(value if isinstance(value, str) else written(value))
    return text if len(text) <= LONGEST else f"#{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"


def join(cursor: CursorWrapper, ids: list[str], now: datetime) -> None:
    """What was sent since the last look and has a key."""
    cursor.execute(
        f"UPDATE runtime_delivery SET status = 'pending', in_line = %s WHERE id IN ({marks(ids)}) AND status = 'new' "  # noqa: S608
        "AND order_key <> '' RETURNING destination_id, order_key",
        [True, *ids],
    )
    for line in dict.fromkeys(cursor.fetchall()):
        if not _has_head(cursor, line):
            advance(cursor, [line], now)


def advance(cursor: CursorWrapper, lines: Iterable[Line], now: datetime) -> None:
    """Whoever is first of those waiting is the head now. For lines that have none."""
    for line in dict.fromkeys(lines):
        cursor.execute(
            "UPDATE runtime_delivery SET due_at = %s WHERE status = 'pending' AND due_at IS NULL AND id = ("
            "SELECT id FROM runtime_delivery WHERE destination_id = %s AND order_key = %s AND in_line ORDER BY place LIMIT 1)",
            [database_time(now), *line],
        )


def _has_head(cursor: CursorWrapper, line: Line) -> bool:
    cursor.execute(
        "SELECT 1 FROM runtime_delivery WHERE destination_id = %s AND order_key = %s AND in_line "
        "AND (status IN ('sending', 'failed') OR due_at IS NOT NULL) ORDER BY place LIMIT 1",
        line,
    )
    return cursor.fetchone() is not None


def head_of(row: Delivery) -> Delivery | None:
    """Whom this one waits for."""
    return None if not waits(row) else line_of(row).filter(HEAD).first()


def waits(row: Delivery) -> bool:
    return row.in_line and row.status == Delivery.Status.PENDING and row.due_at is None


def behind(row: Delivery, most: int) -> int:
    """How many wait for this one; counts no further than `most`."""
    return 0 if not row.in_line or waits(row) else line_of(row).exclude(HEAD)[:most].count()


def line_of(row: Delivery) -> QuerySet[Delivery]:
    same = {"destination_id": row.destination_id, "order_key": row.order_key, "in_line": True}
    rows: QuerySet[Delivery] = Delivery.of(row.tenant_id).filter(**same).order_by("place")
    return rows


def set_off(rows: QuerySet[Delivery], now: datetime) -> int:
    """Gives a head to each line among `rows` that has none, such as those whose head was erased; how many."""
    waiting = rows.filter(in_line=True).order_by().values_list("destination_id", "order_key").distinct()
    count = 0
    with connection.cursor() as cursor:
        for line in [line for line in waiting if not _has_head(cursor, line)]:
            with transaction.atomic():
                in_line(cursor, {line[0]})
                if not _has_head(cursor, line):
                    advance(cursor, [line], now)
                    count += 1
                    Destination.across_tenants.filter(pk=line[0], status=Destination.Status.ACTIVE).update(due_at=now)
    return count
