"""How much a worker runs at once.

For: following the event loop: executions that wait for others may be many, executions that compute may not, or each of them,
and whoever comes next, waits for all.
Not here: who gets the slots (`shares`).
"""

from __future__ import annotations

import asyncio
from time import perf_counter

MOST = 64
LEAST = 8
SLOW, QUICK = 0.005, 0.0015  # seconds that one turn of the loop takes


class Pace:
    def __init__(self) -> None:
        self.width = MOST // 2

    async def look(self) -> int:
        """How many may run at once now."""
        begun = perf_counter()
        await asyncio.sleep(0)
        self.note(perf_counter() - begun)
        return self.width

    def note(self, turn: float) -> None:
        """Quickly down, slowly up."""
        if turn > SLOW:
            self.width = max(LEAST, self.width * 3 // 4)
        elif turn < QUICK:
            self.width = min(MOST, self.width + 2)
