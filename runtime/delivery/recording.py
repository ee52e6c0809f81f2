"""What came of attempts, written down: one commit for all that ended meanwhile.

For: a journal procedure that keeps attempts, moves deliveries on and says how their destinations fare.
Not here: the verdict itself (`schedule`), telling people (`notices`).

An attempt counts only while its claim does: what was taken back meanwhile belongs to whoever took it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from runtime.delivery import lines, notices, schedule
from runtime.delivery.attempting import Attempted
from runtime.delivery.claims import one_by_one
from runtime.delivery.models import Attempt, Destination
from runtime.delivery.notices import Notice
from runtime.delivery.rows import table
from runtime.delivery.schedule import Delivered, GiveUp, RetryAt, Schedule, Verdict
from runtime.identifiers import new_id
from runtime.journal.tables import database_time

FARES = (
    *("status", "status_reason", "status_since", "failures_in_row", "failing_since", "failing_told_at", "last_success_at"),
    *("last_failure_at", "due_at", "is_full", "rest_until", "width"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """`chance` gives numbers from 0 to 1."""

    ended: Sequence[Attempted]
    now: datetime
    schedule: Schedule = field(default_factory=Schedule)
    chance: Callable[[], float] = random.random

    def __call__(self, cursor: CursorWrapper) -> int:
        """How many counted."""
        counted = [(one, verdict) for one in self.ended if self._keep(cursor, one, verdict := self._verdict(one))]
        touched = {one.job.destination["id"] for one, _ in counted}
        found = Destination.across_tenants.filter(pk__in=touched).order_by("pk")
        if connection.features.has_select_for_update:
            found = found.select_for_update()
        rows = list(found)  # from here on they are ours, as a line asks for
        over = [one.job.delivery for one, verdict in counted if not holds(verdict)]
        lines.advance(cursor, [(row["destination_id"], row["order_key"]) for row in over if row["in_line"]], self.now)
        for destination in rows:
            mine = [(one, verdict) for one, verdict in counted if one.job.destination["id"] == destination.pk]
            told = [notice for one, verdict in mine if (notice := fare(destination, one, verdict, self.schedule))]
            destination.is_full = False
            active = destination.status == Destination.Status.ACTIVE
            destination.due_at = max(filter(None, (self.now, destination.rest_until))) if active else None
            destination.save(update_fields=FARES)
            for notice in dict.fromkeys(told):
                notices.give(destination, notice)
        return len(counted)

    def _verdict(self, one: Attempted) -> Verdict:
        return self.schedule.decide(
            status=one.status,
            retry_after=one.retry_after,
            tried=one.job.delivery["tried"] + 1,
            ordered=one_by_one(one.job.destination),
            now=one.began_at + timedelta(milliseconds=one.took_ms),
            chance=self.chance(),
        )

    def _keep(self, cursor: CursorWrapper, one: Attempted, verdict: Verdict) -> bool:
        """False when the claim does not count any more."""
        status, due_at, code = _stands(verdict, one.code)
        ended = None if status == "pending" else one.began_at + timedelta(milliseconds=one.took_ms)
        cursor.execute(
            "UPDATE runtime_delivery SET status = %s, due_at = %s, ended_at = %s, code = %s, status_code = %s, by_hand = %s, "
            "in_line = (in_line AND %s), attempts = attempts + 1, tried = tried + 1, claimed_by = '', claimed_until = NULL "
            "WHERE id = %s AND status = 'sending' AND claimed_by = %s AND claimed_until = %s",
            [
                *(status, database_time(due_at), database_time(ended), code, one.status, False, holds(verdict)),
                *(one.job.delivery["id"], one.job.owner, database_time(one.job.until)),
            ],
        )
        if cursor.rowcount != 1:
            return False
        statement = table(Attempt).insert(_row(one, due_at))
        cursor.execute(statement.sql, statement.parameters)
        return True


def holds(verdict: Verdict) -> bool:
    """Whether those of its key still wait for it. Where nothing is sent any more, nobody has to."""
    return isinstance(verdict, RetryAt) or (isinstance(verdict, GiveUp) and not verdict.disables)


def _stands(verdict: Verdict, code: str) -> tuple[str, datetime | None, str]:
    """Status, when it is due, and the code that says why it stands so."""
    match verdict:
        case Delivered():
            return "succeeded", None, code
        case RetryAt(at=at):
            return "pending", at, code
        case GiveUp(code=given_up):
            return "failed", None, given_up


def _row(one: Attempted, next_at: datetime | None) -> dict[str, object]:
    delivery, destination = one.job.delivery, one.job.destination
    return {
        "id": new_id(),
        "tenant_id": delivery["tenant_id"],
        "delivery_id": delivery["id"],
        "destination_id": destination["id"],
        "customer_id": delivery["customer_id"],
        "number": delivery["attempts"] + 1,
        "by_hand": bool(delivery["by_hand"]),
        "began_at": one.began_at,
        "took_ms": one.took_ms,
        "url": destination["url"],
        "request_headers": dict(one.sent),
        "code": one.code,
        "message": one.message,
        "status_code": one.status,
        "answer_headers": dict(one.headers),
        "answer_body": one.body,
        "next_at": next_at,
    }


def fare(destination: Destination, one: Attempted, verdict: Verdict, promised: Schedule) -> Notice | None:
    """Takes one attempt into account; what people should be told of."""
    ended = one.began_at + timedelta(milliseconds=one.took_ms)
    if isinstance(verdict, Delivered):
        # A rest goes on: what was under way when it was asked for says nothing of it.
        destination.failures_in_row, destination.failing_since, destination.failing_told_at = 0, None, None
        destination.last_success_at = ended
        destination.width = min(destination.width + 1, destination.most_at_once)
        return None
    destination.failures_in_row += 1
    destination.failing_since = destination.failing_since or ended
    destination.last_failure_at = ended
    destination.width = max(1, destination.width // 2)
    asked = verdict.rest_until if isinstance(verdict, RetryAt) else None
    spread = promised.spread(destination.failures_in_row, answered=one.status is not None)
    rests = [destination.rest_until, asked, ended + timedelta(seconds=spread) if spread else None]
    destination.rest_until = max(filter(None, rests), default=None)
    if destination.status != Destination.Status.ACTIVE:
        return None
    if reason := _disabled_for(destination, verdict, ended):
        destination.status, destination.status_reason, destination.status_since = Destination.Status.DISABLED, reason, ended
        return Notice.DISABLED
    since, failures = destination.failing_since, destination.failures_in_row
    if destination.failing_told_at is None and ended - since >= schedule.TELL_AFTER and failures >= schedule.TELL_LEAST:
        destination.failing_told_at = ended
        return Notice.FAILING
    return None


def _disabled_for(destination: Destination, verdict: Verdict, now: datetime) -> str:
    if isinstance(verdict, GiveUp) and verdict.disables:
        return verdict.disables
    since = destination.failing_since or now
    long_enough = now - since >= schedule.DISABLE_AFTER and destination.failures_in_row >= schedule.DISABLE_LEAST
    return "failing" if long_enough else ""
