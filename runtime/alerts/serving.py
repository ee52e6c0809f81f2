"""The loop that looks at rules and sends notices, in every process that serves; claims keep them out of each other's way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import structlog
from django.db import Error

from runtime.alerts import looking, sending
from runtime.engine.component import HttpPort
from runtime.routing.book import in_thread

EVERY = 3.0  # seconds
log = structlog.get_logger(__name__)


async def serve(http: HttpPort) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await in_thread(lambda: looking.look(datetime.now(UTC)))
            await sending.send_due(http, datetime.now(UTC))
        except Error as failure:
            log.warning("alerts.waiting", reason=type(failure).__name__)
        except Exception:
            log.exception("alerts.failed")
