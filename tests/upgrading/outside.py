"""A service that is shown a token, and one that is delivered to and refuses every third event once."""

from __future__ import annotations

import threading
from zlib import crc32

from tests.delivery.receivers import Answer, Heard


class Outside:
    def __init__(self) -> None:
        self.called: list[Heard] = []  # with a token
        self.taken: list[Heard] = []  # events that were answered 2xx
        self._refused: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, heard: Heard, count: int) -> Answer:
        with self._lock:
            if heard.path == "/bearer":
                self.called.append(heard)
            elif crc32(heard.id.encode()) % 3 == 0 and heard.id not in self._refused:
                self._refused.add(heard.id)
                return 500, {}, b""
            else:
                self.taken.append(heard)
            return 200, {"content-type": "application/json"}, b"{}"
