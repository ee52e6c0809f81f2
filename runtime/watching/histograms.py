"""How long things take, counted so cheaply that the hot path may do it for every request.

For: one array of counts for each thing that is timed, in buckets that double: up to 1 µs, 2, 4, ... 67 s, and longer.
Not here: what is timed (`meters`), how it is shown (`exposition`).

An observation is two additions, no lock: a count that two threads raise in the very same moment may come out one short, which a
statistic can bear and the door could not bear to wait for.
"""

from __future__ import annotations

from collections.abc import Sequence

BUCKETS = 28  # the last one holds what is longer than the bound before it
LONGEST = 1 << (BUCKETS - 2)
# An observation of b bits is at most 2^b - 1.
BOUNDS_US: tuple[int, ...] = tuple((1 << power) - 1 for power in range(BUCKETS - 1))


class Histogram:
    """`counts[b]` counts the observations whose microseconds are a number of b bits."""

    __slots__ = ("counts", "total_us")

    def __init__(self) -> None:
        self.counts = [0] * BUCKETS
        self.total_us = 0

    def observe(self, us: int) -> None:
        self.counts[us.bit_length() if us < LONGEST else BUCKETS - 1] += 1
        self.total_us += us

    @property
    def count(self) -> int:
        return sum(self.counts)


def quantile(counts: Sequence[int], share: float) -> int | None:
    """Microseconds that `share` of the observations stay under; None without any. Between two bounds it is a straight line."""
    total = sum(counts)
    if not total:
        return None
    rank, below = share * total, 0
    for bucket, count in enumerate(counts):
        if count and below + count >= rank:
            low, high = (1 << bucket) >> 1, 1 << bucket
            return round(low + (high - low) * (rank - below) / count)
        below += count
    return 1 << (len(counts) - 1)
