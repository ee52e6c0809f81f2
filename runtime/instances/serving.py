"""The loop that carries on what concerns many instances: rollouts, what deleted ones left behind, what was held too late.

For: looking every second, and again at once while there is more to do.
Not here: what is done (`runtime.rollouts`, `runtime.storage.departing`, `stragglers`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from runtime.instances import stragglers
from runtime.rollouts import carrying_out
from runtime.routing.book import in_thread
from runtime.storage import departing

EVERY = 1.0  # seconds
REST = 0.05  # seconds between two batches, in which senders have the database for themselves
log = structlog.get_logger(__name__)


async def serve(wake: Callable[[], None]) -> None:
    """Until cancelled. `wake` tells the workers that something was queued."""
    place = ""
    while True:
        busy = False
        try:
            if busy := bool(await in_thread(lambda: carrying_out.look(datetime.now(UTC)))):
                wake()
            await in_thread(departing.look)
            released, place = await in_thread(lambda after=place: stragglers.look(after))  # type: ignore[misc]
            if released:
                wake()
        except Exception:
            log.exception("instances.failed")
        await asyncio.sleep(REST if busy else EVERY)
