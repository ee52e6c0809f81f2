"""Telling outside services of subscriptions, and of their end.

For: seeing a registration through while its caller waits, and after; taking it away, however long the service is out of reach.
Not here: what a service is told (`ports`).

A row that somebody has to see to has `due_at`: a process that dies leaves it to whoever looks next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import Error, transaction

from runtime.credentials import vault
from runtime.delivery import sending
from runtime.engine.errors import ConnectionProblem, HookyardError, NotAllowed, RemoteProblem, StepProblem
from runtime.reading import in_thread
from runtime.subscriptions import library
from runtime.subscriptions.keeping import PATIENCE, State, destination_of, move, public_url
from runtime.subscriptions.models import Subscription
from runtime.subscriptions.ports import Registered, Source

EVERY = 5.0  # seconds
BATCH = 20
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
MOST_FAILURES = 60  # some two days and a half of tries
log = structlog.get_logger(__name__)


async def see_through(row: Subscription) -> None:
    """From creating to active or failed. Never raises what a service or a connector did wrong."""
    source = await in_thread(lambda: library.source_of(row.tenant_id, row.trigger_name, row.trigger_version))
    try:
        if source is None:
            raise NotAllowed("The trigger is not there any more.", code="trigger_not_found")
        async with asyncio.timeout((PATIENCE - timedelta(seconds=30)).total_seconds()):
            registered = await source.register(row, public_url(row))
    except (HookyardError, TimeoutError) as failure:
        error = error_of(failure)
        await in_thread(lambda: _settle(row, State.CREATION_FAILED, error=error))
        return
    except Exception:
        log.exception("subscription.registering_failed", subscription=row.pk)
        await in_thread(lambda: _settle(row, State.CREATION_FAILED, error=error_of(None)))
        return
    await in_thread(lambda: _settle(row, State.ACTIVE, registered=registered))


def error_of(failure: Exception | None) -> dict[str, str]:
    """In the words of Tray's `SubscriptionErrorCode`."""
    match failure:
        case TimeoutError():
            return {"code": "timeout_error", "message": "The service did not answer in time."}
        case ConnectionProblem():
            return {"code": "oauth_refresh", "message": failure.message}
        case RemoteProblem(code="remote_timeout" | "remote_slow"):
            return {"code": "timeout_error", "message": failure.message}
        case NotAllowed(code="trigger_not_found"):
            return {"code": "no_trigger", "message": failure.message}
        case RemoteProblem():
            return {"code": "api_error", "message": failure.message}
        case StepProblem() | NotAllowed():
            return {"code": "user_input_error", "message": failure.message}
        case HookyardError():
            return {"code": "api_error", "message": failure.message}
    return {"code": "internal_error", "message": "Something went wrong on our side."}


def registration_of(row: Subscription) -> Any:
    """Raises `StepProblem` `secret_unreadable`."""
    return vault.decrypt(row.tenant_id, row.pk, row.registration)["registration"] if row.registration else None


@transaction.atomic
def _settle(
    row: Subscription, state: str, *, error: Mapping[str, str] | None = None, registered: Registered | None = None
) -> None:
    now = datetime.now(UTC)
    kept = _sealed(row, registered) if registered else ""
    if not move(row, state, now, error=error, due_at=registered.again_at if registered else None, registration=kept) and kept:
        # Somebody deleted it while the service was told: the service has to be told that, too.
        Subscription.of(row.tenant_id).filter(pk=row.pk).update(registration=kept, due_at=now)


def _sealed(row: Subscription, registered: Registered) -> str:
    return vault.encrypt(row.tenant_id, row.pk, {"registration": registered.registration})


async def serve() -> None:
    """Until cancelled."""
    while True:
        try:
            rows = await in_thread(lambda: due(datetime.now(UTC)))
            await asyncio.gather(*(look_after(row, datetime.now(UTC)) for row in rows))
        except Error as failure:
            log.warning("subscriptions.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("subscriptions.failed")
        await asyncio.sleep(EVERY)


def due(now: datetime) -> list[Subscription]:
    """Claimed by putting off when others look; one that is claimed and not seen to comes up again."""
    rows = Subscription.across_tenants.filter(due_at__isnull=False, due_at__lte=now).order_by("due_at")[:BATCH]
    taken = []
    for row in rows.select_related("tenant", "customer", "connection__service"):
        same = Subscription.of(row.tenant_id).filter(pk=row.pk, due_at=row.due_at)
        if same.update(due_at=now + PATIENCE):
            taken.append(row)
    return taken


async def look_after(row: Subscription, now: datetime) -> None:
    if row.state == State.CREATING:  # whoever began it is gone, or it takes too long
        told = error_of(TimeoutError())
        await in_thread(lambda: _settle(row, State.CREATION_FAILED, error=told))
        return
    source = await in_thread(lambda: library.source_of(row.tenant_id, row.trigger_name, row.trigger_version))
    if row.state == State.ACTIVE:
        await _look(row, source, now)
        return
    try:
        if source is not None and row.registration:
            async with asyncio.timeout(60):
                await source.deregister(row, public_url(row), await in_thread(lambda: registration_of(row)))
    except (HookyardError, TimeoutError) as failure:
        log.info("subscription.still_registered", subscription=row.pk, reason=error_of(failure)["code"])
        await in_thread(lambda: _again(row, now))
        return
    await in_thread(lambda: Subscription.of(row.tenant_id).filter(pk=row.pk).update(due_at=None, registration="", failures=0))


async def _look(row: Subscription, source: Source | None, now: datetime) -> None:
    """Renews it, or asks what is new; what is found and cannot be sent is found again. What fails is told with the subscription
    and tried again, for as long as it is there."""
    try:
        if source is None:
            raise NotAllowed("The trigger is not there any more.", code="trigger_not_found")
        async with asyncio.timeout(120):
            looked = await source.look(row, public_url(row), await in_thread(lambda: registration_of(row)))
        await in_thread(lambda: _looked(row, looked))
    except (HookyardError, TimeoutError) as failure:
        error = error_of(failure)
        pause = min(FIRST_PAUSE * 2 ** min(row.failures, 12), LONGEST_PAUSE)
        same = Subscription.of(row.tenant_id).filter(pk=row.pk, deleted_at__isnull=True)
        await in_thread(lambda: same.update(error=error, due_at=now + pause, failures=min(row.failures + 1, 1000)))


@transaction.atomic
def _looked(row: Subscription, looked: Registered) -> None:
    same = Subscription.of(row.tenant_id).filter(pk=row.pk, deleted_at__isnull=True)
    if not same.update(registration=_sealed(row, looked), due_at=looked.again_at, error=None, failures=0):
        return
    destination = destination_of(row)
    for body in looked.events:
        sending.send(destination, sending.Event(body, customer_id=row.customer_id or ""))


def _again(row: Subscription, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(row.failures, 12), LONGEST_PAUSE)
    later = None if row.failures >= MOST_FAILURES else now + pause
    Subscription.of(row.tenant_id).filter(pk=row.pk).update(due_at=later, failures=row.failures + 1)
