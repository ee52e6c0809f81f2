"""How many requests a second an endpoint or a tenant may send.

For: token buckets, one for each key: a burst of one second's worth, refilled steadily; of this process, or shared by all.
Not here: how they are shared (`shared_buckets`), who is limited (`runtime.ingress.door`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, Protocol

MOST_BUCKETS = 50_000


class Bucket(NamedTuple):
    key: str
    per_second: float
    burst: float


class Taken(NamedTuple):
    """`empty` is the bucket that had no token left; then none was taken of it nor of those behind it. `tokens` is what is in it,
    or in the last."""

    empty: Bucket | None
    tokens: float


class Shared(Protocol):
    async def take(self, buckets: Sequence[Bucket]) -> Taken | None:
        """One token of each, until one is empty. None: nobody can tell just now."""
        ...

    async def aclose(self) -> None: ...


class RateLimits:
    """`shared` holds the limits for all processes together; without it, or while it is away, each process has its own."""

    def __init__(self, shared: Shared | None = None) -> None:
        self._shared = shared
        self._buckets: dict[str, tuple[float, float]] = {}  # key: (tokens, at)

    async def wait(self, *limits: tuple[str, int | None], now: float) -> int:
        """Takes one token for each key and its number a second, None being no limit. Returns 0, or the whole seconds to wait
        when there is none. `now` is monotonic seconds."""
        asked = [(key, per_second) for key, per_second in limits if per_second]
        if not asked:
            return 0
        if self._shared and (taken := await self._shared.take([Bucket(key, rate, rate) for key, rate in asked])):
            return _seconds(taken.tokens, taken.empty.per_second) if taken.empty else 0
        return next((wait for key, rate in asked if (wait := self.take(key, rate, now))), 0)

    def take(self, key: str, per_second: int, now: float) -> int:
        """As `wait`, of this process alone."""
        tokens, at = self._buckets.get(key, (float(per_second), now))
        tokens = min(float(per_second), tokens + (now - at) * per_second)
        if tokens < 1.0:
            self._buckets[key] = (tokens, now)
            return _seconds(tokens, per_second)
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.clear()
        self._buckets[key] = (tokens - 1.0, now)
        return 0

    async def aclose(self) -> None:
        if self._shared:
            await self._shared.aclose()


def _seconds(tokens: float, per_second: float) -> int:
    return max(1, ceil((1.0 - tokens) / per_second))
