"""The clock on the wall jumps: an hour, a day, and back.

For: libfaketime under the product's process, told by a file what to add to the time. It needs the library (Debian: `apt install
faketime`); the clock that only counts seconds is left alone, as a kernel leaves it.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.killing.sender import Crowd
from tests.killing.trouble import SLOWEST_PROGRESS, Event
from tests.product import eventually

LIBRARY = "faketime/libfaketimeMT.so.1"
PLACES = ("usr/lib", "usr/lib/*", "usr/local/lib")
HOUR, DAY = 3_600, 86_400
JUMPS = (0, HOUR, 0, -HOUR, 0, DAY, -DAY, 0)  # seconds added to the true time


def library() -> Path | None:
    return next((found for place in PLACES for found in Path("/").glob(f"{place}/{LIBRARY}")), None)


@dataclass
class JumpingClock:
    """`file` is what the library reads."""

    file: Path
    seed: int
    events: list[Event] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._set(0)

    def environment(self, faketime: Path) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(faketime),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def run(self, crowd: Crowd) -> None:
        chance = random.Random(f"{self.seed}:clock")
        for place, seconds in enumerate(JUMPS):
            wanted = (place + chance.uniform(0.3, 0.9)) * crowd.requests / len(JUMPS)
            eventually(lambda wanted=wanted: crowd.taken >= wanted or crowd.done, within=SLOWEST_PROGRESS)
            self._set(seconds)
            self.events.append(Event(f"clock at {seconds:+} s", time.time()))

    def _set(self, seconds: int) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{seconds:+}s\n")
        fresh.replace(self.file)
