"""How each receiver of a campaign behaves, by its path."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from zlib import crc32

from tests.delivery.receivers import Answer, Heard

OK: Answer = (200, {}, b"")
WORKING = ("steady-1", "steady-2", "steady-3")
# Of a hundred events, how many go where.
SHARES = {
    **dict.fromkeys(WORKING, 15),
    **{"ordered": 10, "flaky": 15, "busy": 10, "slow": 10, "hanging": 4, "gone": 6},
}
ROUGH = ("fail", "reset", "redirect", "garbage")
MOST_A_SECOND = 3  # that the busy one takes


@dataclass
class Manners:
    """While `well`, everybody is. `healed` are those who got well for good."""

    well: bool = True
    healed: set[str] = field(default_factory=set)
    served: list[tuple[float, Heard]] = field(default_factory=list)  # what was answered 2xx, when it came
    asked_to_rest: list[float] = field(default_factory=list)
    _tries: Counter[str] = field(default_factory=Counter)
    _lately: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, heard: Heard, count: int) -> Answer | str:
        with self._lock:
            answer = self._answer(heard, count)
            if answer in (OK, "slow"):
                self.served.append((heard.at, heard))
            return answer

    def _answer(self, heard: Heard, count: int) -> Answer | str:
        who = heard.path[1:]
        self._tries[heard.id] += 1
        first = self._tries[heard.id] == 1 and crc32(heard.id.encode()) % 3 == 0
        match who:
            case _ if (self.well and who != "dead") or who in self.healed:
                return OK
            case "ordered":
                return "fail" if count % 5 == 0 else OK
            case "flaky" if first:
                return "hang" if count % 40 == 0 else ROUGH[count % len(ROUGH)]
            case "busy":
                return self._busy()
            case "slow":
                return "slow"
            case "hanging":
                return "hang"
            case "dead":
                return "fail"
            case "gone":
                return "gone" if count > 10 else OK
        return OK

    def _busy(self) -> Answer | str:
        now = time.time()
        while self._lately and self._lately[0] < now - 1:
            self._lately.popleft()
        if len(self._lately) >= MOST_A_SECOND:
            self.asked_to_rest.append(now)
            return 429, {"retry-after": "1"}, b"later"
        self._lately.append(now)
        return OK
