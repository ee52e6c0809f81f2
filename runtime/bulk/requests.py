"""A batch of requests, replayed or dismissed.

For: each of them once, whoever dies meanwhile and whoever begins the same in another tab.
Not here: which batch is whose (`carrying_out`), how one is replayed (`runtime.replaying`).

A replay gets an id that follows from the action and the request. So whoever takes up a batch that another left half done sees
which replays stand, and two that work on one batch cannot both store one.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import structlog
from django.db import Error

from runtime.audience import REQUESTS, News
from runtime.bulk.models import BulkAction
from runtime.engine.errors import NotAllowed
from runtime.identifiers import derived_id
from runtime.ingress import settling
from runtime.ingress.choosing import choose_requests
from runtime.journal.journal import JournalRefused
from runtime.journal.models import Request
from runtime.replaying import Replay

LONGEST_BATCH = 10.0  # seconds; what is left of it comes with the next
log = structlog.get_logger(__name__)


def dismiss(row: BulkAction, ids: list[str]) -> list[News]:
    """Call it in the commit that notes how far it came."""
    mine = [pk for pk in ids if settling.dismiss(row.tenant_id, pk, row.created_at)]
    return [News(row.tenant_id, REQUESTS, pk, Request.Status.UNROUTED) for pk in mine]


def replay(row: BulkAction, ids: list[str], walk: Replay) -> Iterator[tuple[str, News | None]]:
    """Each request that was dealt with, and what is to be told where its replay found its way.

    Raises JournalRefused, or an error of the database; then those that were not given yet are to be tried again.
    """
    begun = monotonic()
    for pk in ids:
        yield pk, _replay(row, pk, walk)
        if monotonic() - begun > LONGEST_BATCH:
            return


def _replay(row: BulkAction, pk: str, walk: Replay) -> News | None:
    kept = Request.of(row.tenant_id).filter(pk=pk).first()
    fresh_id = derived_id(row.pk, pk)
    if kept is None or not (settling.claim(row.tenant_id, pk, row.created_at) or kept.resolved_at == row.created_at):
        return None
    if not _stands(row, fresh_id):
        try:
            walk(kept, fresh_id)
        except (JournalRefused, Error):
            if not _stands(row, fresh_id):
                raise
        except (NotAllowed, TimeoutError) as reason:
            log.info("bulk.request_left", request=pk, reason=str(reason))
        except Exception:
            log.exception("bulk.request_failed", request=pk)  # one that breaks us must not hold up the others
    fresh = Request.of(row.tenant_id).filter(pk=fresh_id).only("status").first()
    if fresh is None or fresh.status == Request.Status.REFUSED:
        settling.let_go(row.tenant_id, pk, row.created_at)
        return None
    settling.claim(row.tenant_id, pk, row.created_at)  # whoever stopped the action meanwhile let go of it
    return None if fresh.status == Request.Status.UNROUTED else News(row.tenant_id, REQUESTS, pk, kept.status)


def release(row: BulkAction) -> None:
    """What was claimed for a replay that never stood, since its process died, waits again: the action was stopped."""
    claimed = choose_requests(row.tenant_id, row.choice).filter(pk__gt=row.after, resolved_at=row.created_at)
    for pk in claimed.order_by("pk").values_list("pk", flat=True)[: row.per_second]:
        if not _stands(row, derived_id(row.pk, pk)):
            settling.let_go(row.tenant_id, pk, row.created_at)


def _stands(row: BulkAction, fresh_id: str) -> bool:
    return Request.of(row.tenant_id).filter(pk=fresh_id).exists()
