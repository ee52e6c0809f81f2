"""How many requests a second an endpoint or a tenant may send.

Token buckets in memory, one for each key: a burst of one second's worth, refilled steadily. Pure but for the clock it is given.
"""

from __future__ import annotations

from math import ceil

MOST_BUCKETS = 50_000


class RateLimits:
    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}  # key: (tokens, at)

    def take(self, key: str, per_second: int | None, now: float) -> int:
        """Takes one token. Returns 0, or the whole seconds to wait when there is none. `now` is monotonic seconds."""
        if not per_second:
            return 0
        tokens, at = self._buckets.get(key, (float(per_second), now))
        tokens = min(float(per_second), tokens + (now - at) * per_second)
        if tokens < 1.0:
            self._buckets[key] = (tokens, now)
            return max(1, ceil((1.0 - tokens) / per_second))
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.clear()
        self._buckets[key] = (tokens - 1.0, now)
        return 0
