"""How many calls of an API an account may make: of the public ones 30 a second, and 50 at once, as Tray allows.

For: one bucket for each account and API: shared by all web processes through Redis where there is one, else in memory.
Not here: what endpoints take (`runtime.ingress.limits`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings

from runtime.ingress.limits import Bucket

if TYPE_CHECKING:
    from runtime.ingress.shared_buckets import SharedBucketsOfThreads

PER_SECOND, BURST = 30, 50
MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Left:
    """`wait` is 0, or the whole seconds after which the next call is let in; `reset` those until all is there again."""

    remaining: int
    wait: int
    reset: int
    rate: tuple[int, int]  # calls a second, and at once

    @property
    def headers(self) -> dict[str, str]:
        """Names as the IETF's draft on rate limits has them, in the form that most clients read."""
        per_second, burst = self.rate
        told = {
            "RateLimit-Policy": f"{per_second};w=1;burst={burst}",
            "RateLimit-Limit": str(burst),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return {**told, "Retry-After": str(self.wait)} if self.wait else told


class Budget:
    """`api` tells one from the other where they share a Redis. While that is away each process counts for itself."""

    def __init__(self, api: str = "", rate: Callable[[], tuple[int, int]] = lambda: (PER_SECOND, BURST)) -> None:
        """`rate` gives calls a second, and at once."""
        self._api, self._rate = api, rate
        self._buckets: dict[str, tuple[float, float]] = {}  # account: (tokens, at)
        self._lock = Lock()

    def take(self, account: str, now: float | None = None) -> Left:
        rate = self._rate()
        if now is None and settings.REDIS_URL:
            taken = _shared(settings.REDIS_URL).take(Bucket(f"{self._api}:{account}", *rate))
            if taken is not None:
                return _left(taken.tokens, rate, taken=taken.empty is None)
        return self._take_here(account, monotonic() if now is None else now, rate)

    def _take_here(self, account: str, moment: float, rate: tuple[int, int]) -> Left:
        per_second, burst = rate
        with self._lock:
            tokens, at = self._buckets.get(account, (float(burst), moment))
            tokens = min(float(burst), tokens + max(0.0, moment - at) * per_second)
            taken = tokens >= 1.0
            tokens -= 1.0 if taken else 0.0
            if len(self._buckets) >= MOST_KEPT:
                self._buckets.clear()  # a full bucket is what everybody begins with
            self._buckets[account] = (tokens, moment)
        return _left(tokens, rate, taken=taken)

    def forget(self) -> None:
        self._buckets.clear()


def _left(tokens: float, rate: tuple[int, int], *, taken: bool) -> Left:
    per_second, burst = rate
    reset = ceil((burst - tokens) / per_second)
    return Left(int(tokens), 0 if taken else max(1, ceil((1.0 - tokens) / per_second)), reset, rate)


@cache
def _shared(url: str) -> SharedBucketsOfThreads:
    from runtime.ingress.shared_buckets import SharedBucketsOfThreads  # only where there is a Redis

    return SharedBucketsOfThreads(url)
