"""Which requests still wait for a person, and that each is dealt with once.

For: claiming one before it is replayed or dismissed, and letting go of it when nothing came of that.
Not here: replaying (`runtime.replaying`), finding them (`choosing`).

`resolved_at` is the claim: whoever sets it from nothing may replay the request, and a second click or another page finds it set.
"""

from __future__ import annotations

from datetime import datetime

from runtime.journal.models import Request


def claim(tenant_id: str, request_id: str, now: datetime) -> bool:
    """False when it was replayed or dismissed before."""
    return bool(Request.of(tenant_id).filter(pk=request_id, resolved_at=None).update(resolved_at=now))


def let_go(tenant_id: str, request_id: str, claimed_at: datetime) -> None:
    """Nothing came of it: it is as it was."""
    Request.of(tenant_id).filter(pk=request_id, resolved_at=claimed_at).update(resolved_at=None)


def dismiss(tenant_id: str, request_id: str, now: datetime) -> bool:
    """Takes it out of the unrouted inbox; False when it does not wait there."""
    waiting = Request.of(tenant_id).filter(pk=request_id, status=Request.Status.UNROUTED, resolved_at=None)
    return bool(waiting.update(resolved_at=now))
