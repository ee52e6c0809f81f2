"""Which deliveries are tried next.

For: the claim, fair between destinations, true to each one's order, pace and width, as dear with a million rows as with none.
Not here: trying (`courier`), what came of it (`recording`).

Destinations stand in line by `due_at`, each with a queue of its own: one that hangs, or has a million deliveries waiting, is
passed by with one look. Whoever claims holds the destination's row, so two processes never count its width at once; what another
holds is passed by too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from runtime.delivery import lines
from runtime.delivery.models import Attempt
from runtime.delivery.rows import as_moment, changed, in_line, marks, read, skip_locked, table
from runtime.identifiers import new_id
from runtime.journal.tables import database_time

LEASE = timedelta(seconds=90)  # thrice the longest attempt
MOST_ADMITTED = 500
MOST_DESTINATIONS = 64  # in one claim
SENT = (
    "id",
    "tenant_id",
    "customer_id",
    "destination_id",
    "event_id",
    "subscription",
    "attempts",
    "tried",
    "by_hand",
    "order_key",
    "in_line",
)
WHERE_TO = (
    *("id", "tenant_id", "url", "secret", "previous_secret", "previous_until", "ordered", "most_at_once", "per_second"),
    *("timeout_seconds", "rest_until", "paced_until", "width", "order_by"),
)
TOLD = ("id", "outcome", "type", "body", "happened_at")


Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt to make: the rows as they stood when it was claimed, and the claim itself."""

    delivery: Row
    destination: Row
    event: Row
    owner: str
    until: datetime
    proven: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A journal procedure. `free` slots, of which `for_unproven` may go to destinations that took nothing lately: however many
    of them hang, there is room for the others."""

    owner: str
    now: datetime
    free: int
    for_unproven: int

    def __call__(self, cursor: CursorWrapper) -> list[Job]:
        self._admit(cursor)
        taken: list[tuple[Row, Row, bool]] = []
        for proven in (True, False):
            room = self.free - len(taken) if proven else min(self.for_unproven, self.free - len(taken))
            if room > 0:
                taken += [(delivery, row, proven) for delivery, row in self._take_from(cursor, proven, room)]
        events = self._events(cursor, {delivery["event_id"] for delivery, _, _ in taken})
        until = self.now + LEASE
        self._discard(cursor, [delivery for delivery, _, _ in taken if delivery["event_id"] not in events])
        return [
            Job(delivery, row, events[delivery["event_id"]], self.owner, until, proven)
            for delivery, row, proven in taken
            if delivery["event_id"] in events
        ]

    def _admit(self, cursor: CursorWrapper) -> None:
        """What was sent since the last look joins its destination's queue, and that its line.

        The destination's row comes first, as with everybody who takes both.
        """
        cursor.execute(f"SELECT id, destination_id FROM runtime_delivery WHERE status = 'new' ORDER BY id LIMIT {MOST_ADMITTED}")  # noqa: S608
        found = cursor.fetchall()
        if not found:
            return
        wake(cursor, {row[1] for row in found}, self.now)
        ids, now = [row[0] for row in found], database_time(self.now)
        cursor.execute(
            f"UPDATE runtime_delivery SET status = 'pending', due_at = %s WHERE id IN ({marks(ids)}) AND status = 'new' "  # noqa: S608
            "AND order_key = ''",
            [now, *ids],
        )
        lines.join(cursor, ids, self.now)

    def _take_from(self, cursor: CursorWrapper, proven: bool, room: int) -> list[tuple[Row, Row]]:
        fares = "last_success_at IS NOT NULL AND failures_in_row = 0"
        rows = read(
            cursor,
            f"SELECT {', '.join(WHERE_TO)} FROM runtime_destination WHERE due_at <= %s AND status = 'active' "  # noqa: S608
            f"AND {fares if proven else f'NOT ({fares})'} "
            "AND tenant_id NOT IN (SELECT id FROM runtime_tenant WHERE suspended = %s) "
            f"ORDER BY due_at LIMIT {min(MOST_DESTINATIONS, room)} {skip_locked()}",
            [database_time(self.now), True],
            WHERE_TO,
        )
        under_way = self._under_way(cursor, [row["id"] for row in rows])
        taken: list[tuple[Row, Row]] = []
        for place, row in enumerate(rows):
            # An even share of what is left, so that the first of the line leaves something to the last.
            share = max(1, (room - len(taken)) // (len(rows) - place))
            mine = self._take(cursor, row, under_way.get(row["id"], 0), min(share, room - len(taken)))
            taken += [(delivery, row) for delivery in mine]
        return taken

    def _under_way(self, cursor: CursorWrapper, ids: Sequence[str]) -> dict[str, int]:
        if not ids:
            return {}
        cursor.execute(
            "SELECT destination_id, COUNT(*) FROM runtime_delivery WHERE status = 'sending' "  # noqa: S608
            f"AND destination_id IN ({marks(ids)}) GROUP BY destination_id",
            ids,
        )
        return dict(cursor.fetchall())

    def _take(self, cursor: CursorWrapper, row: Row, under_way: int, share: int) -> list[Row]:
        rest, width = as_moment(row["rest_until"]), 1 if one_by_one(row) else min(row["width"], row["most_at_once"])
        if rest and rest > self.now:
            changed(cursor, "destination", row["id"], due_at=rest)
            return []
        paced, next_paced = self._paced(row)
        most = min(width - under_way, paced, share)
        taken = self._due(cursor, row, most) if most > 0 else []
        changes: dict[str, Any] = {"is_full": False}
        if row["per_second"] and taken:
            next_paced += timedelta(seconds=len(taken) / row["per_second"])
            changes["paced_until"] = next_paced
        if under_way + len(taken) >= width:
            changes |= {"is_full": True, "due_at": self.now + LEASE}  # whoever ends looks again; this is for one that never does
        elif paced <= len(taken):
            changes["due_at"] = next_paced
        else:
            changes["due_at"] = self._next_due(cursor, row)
        changed(cursor, "destination", row["id"], **changes)
        return taken

    def _paced(self, row: Row) -> tuple[int, datetime]:
        """How many may begin now at its rate, saving up for a second at most; and when the next may."""
        rate = row["per_second"]
        if not rate:
            return 1_000_000, self.now
        longest_ago = self.now - timedelta(seconds=1)
        next_at = max(as_moment(row["paced_until"]) or longest_ago, longest_ago)
        saved = (self.now - next_at).total_seconds()
        return (int(saved * rate) or 1 if saved >= 0 else 0), next_at

    def _due(self, cursor: CursorWrapper, row: Row, most: int) -> list[Row]:
        sql = f"SELECT {', '.join(SENT)}, due_at FROM runtime_delivery WHERE destination_id = %s AND status = 'pending' "  # noqa: S608
        if one_by_one(row):  # whatever stands first, also while it waits for its next try
            found = read(cursor, f"{sql} ORDER BY place LIMIT 1", [row["id"]], (*SENT, "due_at"))
            found = [one for one in found if (due := as_moment(one["due_at"])) and due <= self.now]
        else:
            asked = [row["id"], database_time(self.now)]
            found = read(cursor, f"{sql} AND due_at <= %s ORDER BY due_at LIMIT {most}", asked, (*SENT, "due_at"))
        ids = [one["id"] for one in found]
        if not ids:
            return []
        cursor.execute(
            f"UPDATE runtime_delivery SET status = 'sending', claimed_by = %s, claimed_until = %s "  # noqa: S608
            f"WHERE id IN ({marks(ids)}) AND status = 'pending' RETURNING id",
            [self.owner, database_time(self.now + LEASE), *ids],
        )
        ours = {row[0] for row in cursor.fetchall()}
        return [one for one in found if one["id"] in ours]

    def _next_due(self, cursor: CursorWrapper, row: Row) -> datetime | None:
        """When its queue has something again; None when nothing waits."""
        by = "place" if one_by_one(row) else "due_at"
        cursor.execute(
            "SELECT due_at FROM runtime_delivery WHERE destination_id = %s AND status = 'pending' AND due_at IS NOT NULL "  # noqa: S608
            f"ORDER BY {by} LIMIT 1",
            [row["id"]],
        )
        found = cursor.fetchone()
        return as_moment(found[0]) if found else None

    def _discard(self, cursor: CursorWrapper, rows: list[Row]) -> None:
        """What was erased meanwhile has nothing left to say."""
        ids = [row["id"] for row in rows]
        if ids:
            cursor.execute(
                "UPDATE runtime_delivery SET status = 'discarded', due_at = NULL, in_line = %s, ended_at = %s "  # noqa: S608
                f"WHERE id IN ({marks(ids)})",
                [False, database_time(self.now), *ids],
            )
            lines.advance(cursor, [(row["destination_id"], row["order_key"]) for row in rows if row["in_line"]], self.now)
            wake(cursor, {row["destination_id"] for row in rows}, self.now)

    def _events(self, cursor: CursorWrapper, ids: set[str]) -> dict[str, Row]:
        if not ids:
            return {}
        sql = f"SELECT {', '.join(TOLD)} FROM runtime_deliveryevent WHERE id IN ({marks(ids)})"  # noqa: S608
        return {row["id"]: row for row in read(cursor, sql, list(ids), TOLD)}


def one_by_one(row: Row) -> bool:
    """Whether all of its deliveries stand in one line."""
    return bool(row["ordered"]) and not row["order_by"]


def wake(cursor: CursorWrapper, destinations: set[str], now: datetime) -> None:
    """They have something to send, so they are looked at: now, or when their rest is over. What is full hears of itself.

    Without a condition, so that the row is read anew when another process had it.
    """
    at, ids = database_time(now), in_line(cursor, destinations)
    cursor.execute(
        "UPDATE runtime_destination SET due_at = CASE WHEN status <> 'active' THEN NULL WHEN is_full OR due_at <= %s THEN due_at "  # noqa: S608
        f"WHEN rest_until > %s THEN rest_until ELSE %s END WHERE id IN ({marks(ids)})",
        [at, at, at, *ids],
    )


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A journal procedure: what was under way in a process that is gone is due again. Returns how many there were.

    Whether the destination heard of it, nobody knows: it hears of it again, under the same id. `owner` gives back only its own,
    `everything` is for the one process there is.
    """

    now: datetime
    everything: bool = False
    owner: str = ""

    def __call__(self, cursor: CursorWrapper) -> int:
        at = database_time(self.now)
        which, asked = ("", []) if self.everything else ("AND claimed_until < %s", [at])
        if self.owner:
            which, asked = "AND claimed_by = %s", [self.owner]
        cursor.execute(f"SELECT id FROM runtime_delivery WHERE status = 'sending' {which} {skip_locked()}", asked)  # noqa: S608
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return 0
        columns = ("id", "tenant_id", "customer_id", "destination_id", "attempts", "by_hand", "claimed_until")
        cursor.execute(
            "UPDATE runtime_delivery SET status = 'pending', due_at = %s, attempts = attempts + 1, claimed_by = '', "  # noqa: S608
            f"code = 'cut_off' WHERE id IN ({marks(ids)}) AND status = 'sending' RETURNING {', '.join(columns)}",
            [at, *ids],
        )
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            statement = table(Attempt).insert(self._cut_off(row))
            cursor.execute(statement.sql, statement.parameters)
        touched = in_line(cursor, {row["destination_id"] for row in rows})
        cursor.execute(f"UPDATE runtime_destination SET is_full = %s WHERE id IN ({marks(touched)})", [False, *touched])  # noqa: S608
        wake_now(cursor, touched, self.now)
        return len(rows)

    def _cut_off(self, row: Row) -> dict[str, Any]:
        until = as_moment(row["claimed_until"])
        return {
            "id": new_id(),
            **{name: row[name] for name in ("tenant_id", "customer_id", "destination_id", "by_hand")},
            "delivery_id": row["id"],
            "number": row["attempts"],
            "began_at": until - LEASE if until else self.now,
            "url": "",
            "request_headers": {},
            "code": "cut_off",
            "message": "This Hookyard was stopped while it waited for the answer. It is sent again, with the same id.",
            "answer_headers": {},
            "next_at": self.now,
        }


def wake_now(cursor: CursorWrapper, destinations: Sequence[str], now: datetime) -> None:
    """As `wake`, for those whose place in the line was for one that never came back."""
    at = database_time(now)
    cursor.execute(
        "UPDATE runtime_destination SET due_at = CASE WHEN status <> 'active' THEN NULL WHEN rest_until > %s THEN rest_until "  # noqa: S608
        f"ELSE %s END WHERE id IN ({marks(destinations)})",
        [at, at, *destinations],
    )
