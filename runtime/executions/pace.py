"""How much a worker runs at once, and when it lets others go first.

For: following the event loop: executions that wait for others may be many, executions that compute may not, or each of them,
and whoever comes next, waits for all. And senders who wait for an answer of this same process go before what is queued, which
nobody waits for: but what is queued always gets its share.
Not here: who gets the slots (`shares`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter

MOST = 128
LEAST = 16
SLOW, QUICK = 0.005, 0.0015  # seconds that one turn of the loop takes


CROWDED = 8  # senders inside; fewer leave time enough for both
WIDTH_IN_A_CROWD = 16
SHARE_IN_A_CROWD = 4  # one part of so many is for what is queued
LONGEST_REST = 0.05  # seconds


@dataclass(slots=True)
class Crowd:
    """The senders who wait at the door of this process. It counts them on its own loop; others only look."""

    inside: int = 0


class Pace:
    def __init__(self, crowd: Crowd | None = None) -> None:
        self.width = MOST // 2
        self._crowd = crowd or Crowd()
        self._since = perf_counter()

    async def look(self) -> int:
        """How many may run at once now. In a crowd it first rests, three times as long as there was work since it last did."""
        begun = perf_counter()
        await asyncio.sleep(0)
        now = perf_counter()
        self.note(now - begun)
        if self._crowd.inside < CROWDED:
            self._since = now
            return self.width
        await asyncio.sleep(min((now - self._since) * (SHARE_IN_A_CROWD - 1), LONGEST_REST))
        self._since = perf_counter()
        return min(self.width, WIDTH_IN_A_CROWD)

    def note(self, turn: float) -> None:
        """Quickly down, slowly up."""
        if turn > SLOW:
            self.width = max(LEAST, self.width * 3 // 4)
        elif turn < QUICK:
            self.width = min(MOST, self.width + 2)
