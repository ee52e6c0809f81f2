"""What runs beside requests and executions, as long as a process serves.

For: the list of it. Each looks for its own work in the database, so any number of processes may run it.
Not here: what each does; that runs and lanes (`wiring`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import Error

from runtime.alerts import serving as alerts
from runtime.bulk.carrying_out import BulkWork
from runtime.credentials import succession
from runtime.drift import keeping as drift
from runtime.engine.errors import HookyardError
from runtime.erasing import carrying_out as erasing
from runtime.ingress import dedupe
from runtime.instances import serving as instances
from runtime.journal.journal import Journal, JournalRefused
from runtime.listening import serving as listening
from runtime.listening.fitting import reconciler
from runtime.mail import sending as mail
from runtime.reading import in_thread
from runtime.registration import watch as registrations
from runtime.removal import carrying_out as removal
from runtime.replaying import replays_of_many
from runtime.retention import serving as retention
from runtime.routing.epoch import Follower
from runtime.sandbox.pool import SandboxPool
from runtime.schedules import firing
from runtime.subscriptions import registering
from runtime.watching import keeping

if TYPE_CHECKING:
    from runtime.wiring import Lane, Process

EPOCH_EVERY = 0.5  # seconds between looks for changes that other processes made
SWEEP_EVERY = 600.0  # seconds between forgetting ids that no sender repeats any more
log = structlog.get_logger(__name__)


def background(process: Process, lane: Lane) -> Iterator[Coroutine[Any, Any, None]]:
    """Each runs until it is cancelled, on the loop of what was queued."""
    journal, wake = process.journal, process.wake_live
    yield _watch_epoch(process.follower)
    yield _meet_the_walls()
    yield process.leases.serve()
    yield _sweep(journal)
    yield firing.serve(journal, wake)
    yield BulkWork(process.leases, process.audience, wake, replays_of_many(process)).serve()
    yield keeping.serve(journal, process.beat)
    yield alerts.serve(lane.http)
    yield mail.serve()
    yield instances.serve(wake)
    yield erasing.serve(journal, wake)
    yield retention.serve(journal)
    yield registrations.serve()
    yield removal.serve(journal, wake)
    yield registering.serve()
    yield listening.serve(reconciler(process.book, journal, lane.functions, lane.http, wake, process.name))
    yield process.uses.serve()
    yield drift.serve()


async def _meet_the_walls() -> None:
    """A sandbox is started and ended at once, so that the log and `/readyz` tell what it lacks before any code needs it."""
    pool = SandboxPool(1, strict=settings.SANDBOX_STRICT)
    try:
        with suppress(HookyardError):
            await pool.check("", "")
    finally:
        await pool.close()


async def _watch_epoch(follower: Follower) -> None:
    while True:
        try:
            await in_thread(follower.look)
        except Exception:
            log.warning("epoch.unreadable")
        await asyncio.sleep(EPOCH_EVERY)


async def _sweep(journal: Journal) -> None:
    while True:
        with suppress(JournalRefused, Error):
            await journal.call(dedupe.forget_expired(datetime.now(UTC)))
            await in_thread(lambda: succession.forget_ended(datetime.now(UTC)))
        await asyncio.sleep(SWEEP_EVERY)
