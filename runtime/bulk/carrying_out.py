"""Doing something to many executions or requests, a batch a second, whatever dies meanwhile.

For: taking a batch, treating it and noting how far it came, in one commit.
Not here: beginning and stopping (`beginning`), what is done to one execution (`runtime.executions.steering`) or to one
request (`requests`).

Which executions come next is read before that commit: a choice may have to pass by many, and no writer is to wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from runtime.audience import EXECUTIONS, Audience, News, announce
from runtime.bulk import requests
from runtime.bulk.beginning import OF_REQUESTS
from runtime.bulk.models import BulkAction
from runtime.executions import steering
from runtime.executions.choosing import choose
from runtime.executions.leases import Leases
from runtime.ingress.choosing import choose_requests
from runtime.journal.models import Execution
from runtime.replaying import Replay
from runtime.routing.book import in_thread

PAUSE = timedelta(seconds=1)  # between two batches
TAKEN = timedelta(seconds=30)  # for this long nobody else takes the next batch
TAKEN_TO_REPLAY = timedelta(seconds=60)  # requests walk their road while the batch is taken
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BulkWork:
    """`wake` tells the workers that something was queued; `replay` walks the road of a kept request."""

    leases: Leases
    audience: Audience
    wake: Callable[[], None]
    replay: Replay

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await in_thread(lambda: self.look(datetime.now(UTC)))
            except Exception:
                log.exception("bulk.failed")
            await asyncio.sleep(PAUSE.total_seconds())

    def look(self, now: datetime) -> int:
        """A batch of each action that is due; returns how many were treated."""
        due = BulkAction.across_tenants.filter(status=BulkAction.Status.RUNNING, due_at__lte=now, tenant__suspended=False)
        due = due.order_by("due_at")
        return sum(self._batch(row, now) for row in due)

    def _batch(self, row: BulkAction, now: datetime) -> int:
        replays = row.action == BulkAction.Action.REPLAY
        mine = BulkAction.of(row.tenant_id).filter(pk=row.pk, status=BulkAction.Status.RUNNING, due_at=row.due_at)
        if not mine.update(due_at=now + (TAKEN_TO_REPLAY if replays else TAKEN)):
            return 0
        chosen = self._chosen(row).filter(pk__gt=row.after).order_by("pk")
        ids = list(chosen.values_list("pk", flat=True)[: row.per_second])
        over = len(ids) < row.per_second
        return self._replay(row, ids, now, over=over) if replays else self._treat_all(row, ids, now, over=over)

    def _chosen(self, row: BulkAction) -> QuerySet[Any]:
        if row.action not in OF_REQUESTS:
            return choose(row.tenant_id, row.choice)
        # Those that were claimed by a process that died over them are this action's as well.
        return choose_requests(row.tenant_id, row.choice).filter(Q(resolved_at=None) | Q(resolved_at=row.created_at))

    def _treat_all(self, row: BulkAction, ids: list[str], now: datetime, *, over: bool) -> int:
        with transaction.atomic():
            if not self._move(row, ids, now, over=over):
                return 0
            if row.action == BulkAction.Action.DISMISS:
                news = requests.dismiss(row, ids)
            else:
                news = [told for execution_id in ids if (told := self._treat(row, execution_id))]
            BulkAction.of(row.tenant_id).filter(pk=row.pk).update(did=F("did") + len(news))
        for told in news:
            if told.status == "cancelled":
                self.leases.stop(told.id)
            announce(self.audience, told)
        if news:
            self.wake()
        return len(news)

    def _replay(self, row: BulkAction, ids: list[str], now: datetime, *, over: bool) -> int:
        """One after the other, so that what is in order stays so; the first error of the database ends the batch."""
        treated: list[str] = []
        did = 0
        try:
            for request_id, told in requests.replay(row, ids, self.replay):
                treated.append(request_id)
                if told:
                    did += 1
                    announce(self.audience, told)
        finally:
            if self._move(row, treated, now, over=over and len(treated) == len(ids)):
                BulkAction.of(row.tenant_id).filter(pk=row.pk).update(did=F("did") + did)
        return did

    def _move(self, row: BulkAction, ids: list[str], now: datetime, *, over: bool) -> int:
        """The batch is this process's as long as the row stands where it was read."""
        standing = BulkAction.of(row.tenant_id).filter(pk=row.pk, status=BulkAction.Status.RUNNING, after=row.after)
        moved = {"after": ids[-1] if ids else row.after, "due_at": now + PAUSE, "looked_at": F("looked_at") + len(ids)}
        end = {"status": BulkAction.Status.DONE, "finished_at": now} if over else {}
        return standing.update(**moved, **end)

    def _treat(self, row: BulkAction, execution_id: str) -> News | None:
        """What is to be told of it; None when it could not be treated so any more."""
        match row.action:
            case BulkAction.Action.CANCEL:
                if steering.cancel(row.tenant_id, execution_id):
                    return News(row.tenant_id, EXECUTIONS, execution_id, "cancelled")
            case BulkAction.Action.RUN_NOW:
                if steering.run_now(row.tenant_id, execution_id):
                    return News(row.tenant_id, EXECUTIONS, execution_id, "waiting")
            case BulkAction.Action.RETRY:
                ended = Execution.of(row.tenant_id).filter(pk=execution_id, status__in=steering.ENDED).first()
                if ended:
                    fresh = Execution.objects.create(**steering.again(ended, newest_version=row.newest_version))
                    return News(row.tenant_id, EXECUTIONS, fresh.pk, fresh.status)
        return None
