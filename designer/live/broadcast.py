"""From the runtime's threads to the pages that watch.

For: the runtime's `Audience`: what is watched in this process, and carrying what is told onto the server's loop and into the
channel layer, in order. Not here: sockets (`consumer`), who may watch (`admission`).

Nobody who tells ever waits. What comes faster than it can be carried is given up, and those who watch are told that they missed
something, so that they look for themselves. News of lists is gathered: a thousand requests a second are ten messages.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from channels.layers import get_channel_layer

from designer.live.retelling import Retelling
from designer.live.topics import LISTS, group_of
from runtime.audience import Watched

MOST_PENDING = 5000  # events that wait to be carried
MOST_NAMED = 50  # changed rows that one message of a list names
GATHER_STEPS = 0.02  # seconds; no eye sees the difference
GATHER_LISTS = 0.1
log = structlog.get_logger(__name__)

Event = dict[str, Any]


class Broadcast:
    """One a process. `tell` may be called from any thread, all else on the server's loop.

    `retell` asks whoever runs an execution to tell how it stands.
    """

    def __init__(self) -> None:
        self.retell: Callable[[str], None] = lambda execution_id: None
        self.retelling = Retelling(lambda execution_id: self.retell(execution_id))
        self.topics: set[Watched] = set()
        self._watchers: Counter[Watched] = Counter()
        self._pending: deque[tuple[Watched, Event]] = deque()
        self._lost: set[Watched] = set()
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        self._rung = False
        self._carrying = self._loop.create_task(self._carry())

    def watch(self, watched: Watched) -> None:
        self._watchers[watched] += 1
        self.topics.add(watched)

    def unwatch(self, watched: Watched) -> None:
        self._watchers[watched] -= 1
        if self._watchers[watched] <= 0:
            del self._watchers[watched]
            self.topics.discard(watched)

    def tell(self, watched: Watched, event: str, facts: dict[str, Any]) -> None:
        if len(self._pending) < MOST_PENDING:
            self._pending.append((watched, {"event": event, **facts}))
        else:
            self._lost.add(watched)
        if not self._rung:
            self._rung = True
            with suppress(RuntimeError):  # the server is closing, and its pages with it
                self._loop.call_soon_threadsafe(self._told.set)

    def close(self) -> None:
        self._carrying.cancel()
        self.retelling.close()

    async def _carry(self) -> None:
        lists: dict[Watched, list[Event]] = {}
        lists_due = 0.0
        while True:
            if not lists:
                await self._told.wait()
            await asyncio.sleep(GATHER_STEPS)
            self._told.clear()
            self._rung = False  # before looking, so that whoever tells after the look rings again
            try:
                for watched, events in self._take().items():
                    if watched[1] in LISTS:
                        lists.setdefault(watched, []).extend(events)
                        lists_due = lists_due or self._loop.time() + GATHER_LISTS
                    else:
                        await self._send(watched, events)
                while self._lost:
                    await self._send(self._lost.pop(), [{"event": "missed"}])
                if lists and self._loop.time() >= lists_due:
                    due, lists, lists_due = lists, {}, 0.0
                    for watched, events in due.items():
                        await self._send(watched, gathered(events))
            except Exception:
                log.exception("live.not_carried")

    def _take(self) -> dict[Watched, list[Event]]:
        """What waits, by topic, each topic's in the order it was told."""
        taken: dict[Watched, list[Event]] = {}
        for _ in range(len(self._pending)):
            watched, event = self._pending.popleft()
            taken.setdefault(watched, []).append(event)
        return taken

    async def _send(self, watched: Watched, events: list[Event]) -> None:
        await get_channel_layer().group_send(group_of(watched), {"type": "live.told", "topic": watched[1], "events": events})


def gathered(events: list[Event]) -> list[Event]:
    """News of a list as one message: which rows changed, each with its newest status; `more` counts those it does not name."""
    latest = {event["id"]: event["status"] for event in events}
    named = [{"id": id, "status": status} for id, status in list(latest.items())[-MOST_NAMED:]]
    return [{"event": events[-1]["event"], "items": named, "more": len(latest) - len(named)}]
