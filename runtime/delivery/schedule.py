"""When a failed delivery is tried again, and when it is over. Pure; this is the published promise.

For: turning (what came of an attempt, how many there were, now) into one verdict.
Not here: the clock, the database, HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Ten attempts over three days, as Standard Webhooks suggests: whoever is away for a weekend misses nothing.
SECOND, MINUTE, HOUR = 1, 60, 3600
WAITS = (5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
JITTER = 0.2  # a wait is longer by up to this share, never shorter
LONGEST_REST = timedelta(hours=24)  # of what `Retry-After` may ask for
RESTS = frozenset({429, 503})  # with `Retry-After`: nothing at all is sent there until then
GONE = 410
DISABLE_AFTER = timedelta(days=5)  # without one success
DISABLE_LEAST = 10  # failures: two events in a week say little
TELL_AFTER, TELL_LEAST = timedelta(hours=1), 3
STUBBORN = 5  # failures in a row, after which tries of other events are spread out as well
LONGEST_SPREAD = 60.0  # seconds, where nobody answers: each try holds a slot for as long as its time lasts
QUICK_SPREAD = 0.25  # where somebody does, if only to refuse


@dataclass(frozen=True, slots=True)
class Delivered:
    pass


@dataclass(frozen=True, slots=True)
class RetryAt:
    """`rest_until` is for everything that goes to the same destination."""

    at: datetime
    rest_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GiveUp:
    """`disables` says why the destination gets nothing any more; empty when it goes on."""

    code: str
    disables: str = ""


Verdict = Delivered | RetryAt | GiveUp


@dataclass(frozen=True, slots=True)
class Schedule:
    """`waits` in seconds; `chance` of `decide` is from 0 to 1."""

    waits: Sequence[float] = WAITS

    @property
    def attempts(self) -> int:
        return len(self.waits) + 1

    def decide(
        self, *, status: int | None, retry_after: float | None, tried: int, ordered: bool, now: datetime, chance: float
    ) -> Verdict:
        """`tried` counts from 1, so waits[0] follows the first failure. `status` is None when there was no answer."""
        if status is not None and 200 <= status < 300:
            return Delivered()
        if status == GONE:
            return GiveUp("endpoint_gone", disables="gone")
        if tried > len(self.waits):
            # What stands behind it must not overtake it: that is for people to decide.
            return GiveUp("retries_exhausted", disables="order_held" if ordered else "")
        at = now + timedelta(seconds=self.waits[tried - 1] * (1 + JITTER * chance))
        if retry_after is None or status not in RESTS:
            return RetryAt(at, rest_until=at if status == 429 else None)
        rest = now + min(timedelta(seconds=retry_after), LONGEST_REST)
        return RetryAt(max(at, rest), rest_until=rest)

    def spread(self, failures_in_row: int, *, answered: bool) -> float:
        """Seconds until the next try of anything at a destination where nothing gets through."""
        if failures_in_row < STUBBORN:
            return 0.0
        if answered:
            return QUICK_SPREAD
        return min(2.0 ** min(failures_in_row - STUBBORN, 10), LONGEST_SPREAD, max(self.waits, default=0.0))
