"""The courier's round by hand: claim, try, write down, at a time of the test's own choosing."""

from __future__ import annotations

import asyncio
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from runtime.delivery.attempting import Attempted, attempt
from runtime.delivery.claims import Claim, Job
from runtime.delivery.recording import Record
from runtime.delivery.schedule import Schedule
from runtime.outbound.client import OutboundClient


def claim(now: datetime, *, free: int = 100, for_unproven: int = 100, owner: str = "test") -> list[Job]:
    with transaction.atomic(), connection.cursor() as cursor:
        return Claim(owner, now, free, for_unproven)(cursor)


def attempt_all(jobs: list[Job]) -> list[Attempted]:
    async def together() -> list[Attempted]:
        http = OutboundClient(allow=settings.OUTBOUND_ALLOW)
        try:
            return await asyncio.gather(*(attempt(http, job) for job in jobs))
        finally:
            await http.aclose()

    return asyncio.run(together())


def record(ended: list[Attempted], now: datetime, schedule: Schedule | None = None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        return Record(ended, now, schedule or Schedule(), chance=lambda: 0.0)(cursor)


def carry(now: datetime, schedule: Schedule | None = None, **claimed: int) -> list[Attempted]:
    """One round; what was tried."""
    ended = attempt_all(claim(now, **claimed))
    record(ended, now, schedule)
    return ended
