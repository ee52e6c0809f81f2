"""A moment as data writes it.

For: reading ISO 8601 text and seconds since 1970 alike. Without an offset it is UTC.
Not here: what to do with it (`operators`, `dates`), when a schedule is due (`moments`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from runtime.engine.errors import StepProblem

MILLISECONDS_FROM = 100_000_000_000  # a larger number would be past the year 5000 in seconds


def read_moment(value: Any) -> datetime:
    """Raises `StepProblem` `not_a_moment`."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) >= MILLISECONDS_FROM else value, UTC)
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    shown = f'"{value[:60]}"' if isinstance(value, str) else "This"
    raise StepProblem(f"{shown} is no time; give one such as 2026-01-31T09:30:00Z.", code="not_a_moment")
