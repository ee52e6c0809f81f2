"""Many rings, few messages.

For: a bell whose messages are sent on a thread of its own, at most one for a queue in each `GAP`: a thousand requests a second
need no thousand messages, as whoever is woken takes what is due until nothing is left. The more ring, the less a message says:
whoever hears it is at work already, and to hear fifty a second took half a worker's time.
Not here: what sends a message (`over_celery`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

GAP = 0.02  # seconds between messages; the first leaves at once
LONGEST_GAP = 0.25
FEW = 200  # rings a second; with more of them the gap grows
PAUSE = 1.0  # seconds after one that could not be sent
log = structlog.get_logger(__name__)


class GatheringBell:
    """`send(queue)` may wait and may raise; nobody who rings notices."""

    def __init__(self, send: Callable[[str], None], *, gap: float = GAP, pause: float = PAUSE) -> None:
        self._send, self._gap, self._pause = send, gap, pause
        self._wanted: dict[str, None] = {}
        self._rings = 0
        self._rung, self._closing = threading.Event(), threading.Event()
        self._silent = False
        self._thread = threading.Thread(target=self._serve, name="bell", daemon=True)
        self._thread.start()

    def ring(self, queue: str) -> None:
        self._wanted[queue] = None
        self._rings += 1
        if not self._rung.is_set():
            self._rung.set()

    def close(self) -> None:
        self._closing.set()
        self._rung.set()
        self._thread.join(self._pause)

    def _serve(self) -> None:
        gap = self._gap
        while not self._closing.is_set():
            self._rung.wait()
            self._rung.clear()  # before taking, so that who rings after that is heard again
            wanted, self._wanted = self._wanted, {}
            gap = next_gap(gap, self._rings, shortest=self._gap)
            self._rings = 0
            unheard = [queue for queue in wanted if not self._told(queue)]
            self._closing.wait(self._pause if unheard else gap)

    def _told(self, queue: str) -> bool:
        try:
            self._send(queue)
        except Exception as error:
            if not self._silent:
                log.warning("bell.unheard", queue=queue, reason=f"{type(error).__name__}: {error}")
            self._silent = True
            return False
        if self._silent:
            log.info("bell.heard_again", queue=queue)
        self._silent = False
        return True


def next_gap(gap: float, rings: int, *, shortest: float) -> float:
    """After a gap in which so many rang."""
    return min(gap * 2, LONGEST_GAP) if rings > FEW * gap else max(gap / 2, shortest)
