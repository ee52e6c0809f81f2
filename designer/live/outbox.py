"""What waits to be sent down one socket.

For: keeping a slow browser's messages in order and few. When they get too many, all of them are given up for one `missed` a
topic: the page then looks for itself, which it would have to do anyway.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

MOST_WAITING = 1000
Message = dict[str, Any]


class Outbox:
    """Belongs to one loop."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._waiting: deque[Message] = deque()
        self._filled = asyncio.Event()

    def put(self, message: Message) -> None:
        if len(self._waiting) >= self._most:
            topics = dict.fromkeys(waiting["topic"] for waiting in [*self._waiting, message] if "topic" in waiting)
            self._waiting = deque({"topic": topic, "event": "missed"} for topic in topics)
        else:
            self._waiting.append(message)
        self._filled.set()

    async def next(self) -> Message:
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popleft()
