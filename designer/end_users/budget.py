"""How many calls of the public APIs an account may make: 30 a second, and 50 at once, as Tray allows.

For: one bucket for each account and API, in memory: each web process counts for itself.
Not here: what endpoints take (`runtime.ingress.limits`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

PER_SECOND, BURST = 30, 50
MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Left:
    """`wait` is 0, or the whole seconds after which the next call is let in; `reset` those until all is there again."""

    remaining: int
    wait: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """Names as the IETF's draft on rate limits has them, in the form that most clients read."""
        told = {
            "RateLimit-Policy": f"{PER_SECOND};w=1;burst={BURST}",
            "RateLimit-Limit": str(BURST),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return {**told, "Retry-After": str(self.wait)} if self.wait else told


class Budget:
    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}  # account: (tokens, at)
        self._lock = Lock()

    def take(self, account: str, now: float | None = None) -> Left:
        moment = monotonic() if now is None else now
        with self._lock:
            tokens, at = self._buckets.get(account, (float(BURST), moment))
            tokens = min(float(BURST), tokens + max(0.0, moment - at) * PER_SECOND)
            taken = tokens >= 1.0
            tokens -= 1.0 if taken else 0.0
            if len(self._buckets) >= MOST_KEPT:
                self._buckets.clear()  # a full bucket is what everybody begins with
            self._buckets[account] = (tokens, moment)
        reset = ceil((BURST - tokens) / PER_SECOND)
        return Left(int(tokens), 0 if taken else max(1, ceil((1.0 - tokens) / PER_SECOND)), reset)

    def forget(self) -> None:
        self._buckets.clear()
